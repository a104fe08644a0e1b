"""How each kind of row reads: pure functions from what the store gives to the texts of a list."""
