"""Of what people have to be told in governance, room by room. Those for a provider are asked for acting for it."""
