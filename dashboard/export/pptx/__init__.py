"""Slides with native charts, tables and notes."""
