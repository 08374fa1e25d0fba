"""What leaves the program: pictures, slides, documents, workbooks, data packages, and briefs made of them.

May import `draw`, `exhibits` and `figures`.
"""

__all__ = ["brief", "brief_file", "citations", "errors", "formats", "houses", "make", "ready", "tray"]
