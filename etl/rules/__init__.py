"""The named rules by which rows follow from rows; `etl.transform` says in which order they apply."""
