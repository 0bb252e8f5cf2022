"""Benchmarks (docs/benchmarks.md): ratios of what the portal does to a base measured in the same run."""
