"""International Monetary Fund: trade by partner as its portal and its older services give it."""
