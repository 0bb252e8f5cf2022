"""The demonstration organisation: Ashcombe Group, its people, providers and twelve months of tickets."""
