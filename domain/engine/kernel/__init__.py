"""The compiled search: many activities shared out among workers, thousands of times faster than over objects.

`model.py` says what is to be planned, `arrays.py` lays it out as flat arrays, `links.py`, `timing.py`, `days.py`,
`moves.py` and `walk.py` are the search itself, `annealing.py` runs it within a budget and `compiling.py` makes machine
code of it."""
