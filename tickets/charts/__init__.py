"""Drawings of tickets and imports: plain values in, positions out; the templates draw them as SVG."""
