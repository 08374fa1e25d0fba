"""Tables of no known office: which layout a table has, and which columns mean what."""
