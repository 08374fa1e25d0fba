"""The page Upload: a file, its questions, the comparison, what waits, and the history."""
