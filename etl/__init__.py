"""From files as received to checked rows with their sources. Imports nothing of `dashboard`."""
