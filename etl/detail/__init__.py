"""Detail: every product and partner of customs data, as Parquet parts of files in force, and the questions asked of them.

May import what stands below `check`; DuckDB and Ibis are loaded when a command or a page first needs them.
"""

__all__ = ["answers", "files", "goods", "load", "methods", "parts", "questions", "rows", "synthetic"]
