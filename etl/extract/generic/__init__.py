"""Tables of no known office: which layout a table has, and its figures once a person said what its columns mean."""
