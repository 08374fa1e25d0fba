"""The process that serves the pages: its port, the headers of every answer, the gate before uploads.

May import `find` and below.
"""

__all__ = ["errors", "guard", "points", "serve", "sign_in", "site"]
