"""How far the store's promises have been tried: runs too long for the gate, each adding to one kept record."""
