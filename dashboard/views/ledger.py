"""Cited figures: what the data say of every figure that the texts cite, and each entry with its arithmetic."""

from dashboard import widgets_ledger

widgets_ledger.show()
