"""The layouts of WITS, the World Bank's trade service: CSV and SDMX."""
