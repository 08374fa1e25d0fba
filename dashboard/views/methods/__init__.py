"""The page Methods: every rule in words, from the tables that the program itself reads."""
