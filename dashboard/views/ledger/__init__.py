"""The page Ledger: claims, one entry, a draft."""
