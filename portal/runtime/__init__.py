"""One-machine runtime: the portal's own PostgreSQL and Valkey, and the commands behind bin/.

Nothing here imports Django: the runtime starts before it, and hands it URLs (docs/decisions/0002).
"""
