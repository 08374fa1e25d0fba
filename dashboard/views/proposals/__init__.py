"""The page Proposals: what waits to be accepted, one proposal with its comparison, and what people do about it."""
