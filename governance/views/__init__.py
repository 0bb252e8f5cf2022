"""Pages of governance, one module per room."""
