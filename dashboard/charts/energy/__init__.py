"""Charts of crude, gas, coal and their prices."""
