"""Service levels: what they promise, how they are judged, what was measured and what is left out."""
