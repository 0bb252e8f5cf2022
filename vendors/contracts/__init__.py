"""Contracts: their terms, duties, documents and dates, and the page that shows them in one look."""
