"""The layouts of China Customs (GACC): by country, by commodity, and files of the query page."""
