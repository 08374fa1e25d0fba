"""The layouts of SIPRI: tables of trend-indicator values (TIV) and the register of transfers."""
