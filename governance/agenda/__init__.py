"""What reviews speak about."""
