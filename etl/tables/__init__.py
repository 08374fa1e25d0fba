"""The CSV tables that people edit, and the shapes that every other room shares: rows, problems, releases.

Imports no other room. Which column means what: README.md beside the tables.
"""

__all__ = ["problems", "registry", "releases", "rows"]
