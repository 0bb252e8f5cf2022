"""Of what people have to be told: what either side did that the other has to answer, step by step.

Each function gives the notices of one side. Those for a provider are asked for acting for it, so that row security
keeps out what it may not read.
"""
