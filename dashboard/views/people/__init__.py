"""The page People: who has which role, for those who give roles and those who check them."""
