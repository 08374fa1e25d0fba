"""From rows to exhibits, pages and files that leave the program. `app.py` is what Streamlit runs."""
