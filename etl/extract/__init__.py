"""Extractors: one module a source, each with `recognises(document)` and `extract(document, recognised, answers)`."""
