"""Forms of governance, one module per room."""
