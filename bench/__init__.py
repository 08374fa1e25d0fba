"""How fast the dashboard is, as ratios against a plain Streamlit page that draws the same charts."""
