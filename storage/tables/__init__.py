"""The tables: declared with SQLModel, one class a table; an open desk has their columns from `core`, which is written
from the classes and takes a tenth of the time and memory."""
