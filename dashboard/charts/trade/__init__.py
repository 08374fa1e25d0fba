"""Charts of trade beside the EU, the US and ASEAN."""
