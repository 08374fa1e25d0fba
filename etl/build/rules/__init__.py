"""The named rules by which rows follow from rows; `etl.build.transform` says in which order they apply."""
