"""What a message from outside may cost, and the one exception by which a file is refused.

Limits hold before anything is built from the content, so that a hostile file costs no more than an honest
one."""

MAX_BYTES = 5_000_000
MAX_DEPTH = 64
MAX_NODES = 50_000


class Unreadable(Exception):
    """The file cannot be read at all; `sentence` says why, for the person who has to deal with it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def too_deep() -> Unreadable:
    """The refusal of content nested beyond MAX_DEPTH."""
    return Unreadable(f"The file nests more than {MAX_DEPTH} levels deep, which no message does; ask the sender")


def too_many() -> Unreadable:
    """The refusal of content with more than MAX_NODES parts."""
    return Unreadable(f"The file holds more than {MAX_NODES:,} parts, which no message does; ask the sender")


def too_large(limit: int = MAX_BYTES) -> Unreadable:
    """The refusal of a file of more bytes than the limit."""
    return Unreadable(f"The file is larger than {limit // 1_000_000} MB, which no message is; ask the sender")
