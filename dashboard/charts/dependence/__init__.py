"""Charts of who depends on whom: shares, ranks, products."""
