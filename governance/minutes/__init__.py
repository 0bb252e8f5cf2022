"""What was said, as circulated: composed, frozen in versions, compared, and signed by both sides."""
