"""The layouts of UN Comtrade: CSV, JSON, and the records that both have in common."""
