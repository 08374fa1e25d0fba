"""The pages, as Streamlit runs them: `pages.show` shows one of `dashboard/tables/pages.csv`; `frame` is around all.

May import every room but `cli` and `app`.
"""

__all__ = ["account", "frame", "pages"]
