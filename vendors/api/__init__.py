"""The vendors' side of the API."""
