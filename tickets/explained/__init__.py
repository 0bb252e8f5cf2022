"""How the figures of one ticket came about, worded for its page."""
