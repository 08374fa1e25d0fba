"""The layouts of Eurostat: Comext, SDMX-CSV and JSON-stat."""
