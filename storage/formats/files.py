"""From a path to bytes and from bytes to text, for files that nobody vouches for.

Only regular files are read, never more than the limit, and never waiting on a pipe or device. The encoding is
found from the bytes; the file's name is not believed. Knows nothing of XML, JSON or messages."""

import codecs
import errno
import os
import re
import stat
from pathlib import Path

from domain.message import Trouble
from storage.formats.limits import MAX_BYTES, Unreadable, too_large

_WHY = {
    errno.ENOENT: "There is no such file",
    errno.ENOTDIR: "There is no such file",
    errno.EACCES: "The file may not be read by this user; change its permissions or copy it",
    errno.EPERM: "The file may not be read by this user; change its permissions or copy it",
    errno.ELOOP: "The file is a link that leads back to itself",
    errno.ENAMETOOLONG: "The file's name is too long",
    errno.EISDIR: "This is a folder, not a file; name the files in it",
}
_NOT_TEXT = (
    (b"%PDF", "This is a PDF document, not a message; file it by hand"),
    (
        b"PK\x03\x04",
        "This is a zip archive or an office document, not a message; unpack it or file it by hand",
    ),
    (b"\x1f\x8b", "This is a compressed file, not a message; unpack it and take what is in it"),
    (b"MSH|", "This is an HL7 version 2 message, which is not read here; ask for FHIR"),
)
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ENCODINGS = {"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252"}


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The content of a regular file of at most `limit` bytes. Links are followed.

    Raises Unreadable for anything else: a folder, pipe, device, missing or forbidden file, or one too
    large."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as problem:
        raise _unreadable(problem) from None
    try:
        return _read(handle, limit)
    except OSError as problem:
        raise _unreadable(problem) from None
    finally:
        os.close(handle)


def decode(data: bytes) -> tuple[str, tuple[Trouble, ...]]:
    """The text, and what had to be guessed to get it. A byte order mark wins over the XML declaration.

    Raises Unreadable when the bytes are no text."""
    for start, sentence in _NOT_TEXT:
        if data.startswith(start):
            raise Unreadable(sentence)
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
        troubles: tuple[Trouble, ...] = ()
    except UnicodeDecodeError:
        if encoding.startswith("utf-16") or encoding.startswith("utf-32"):
            raise Unreadable(
                f"The file is not whole {encoding.upper()} text; ask the sender for another copy"
            ) from None
        text = data.decode("cp1252", errors="replace")
        troubles = (
            Trouble(where="file", what=f"not {encoding} throughout; read as Windows-1252, so letters may be wrong"),
        )
    if "\0" in text:
        raise Unreadable("The file contains null bytes: it is damaged or no text; ask the sender for another copy")
    return text.removeprefix("\ufeff"), troubles


def _read(handle: int, limit: int) -> bytes:
    facts = os.fstat(handle)
    if stat.S_ISDIR(facts.st_mode):
        raise Unreadable(_WHY[errno.EISDIR])
    if not stat.S_ISREG(facts.st_mode):
        raise Unreadable("This is a pipe or a device, not a file; save the message to a file first")
    data = b""
    while len(data) <= limit:
        part = os.read(handle, limit + 1 - len(data))
        if not part:
            return data
        data += part
    raise too_large(limit)


def _unreadable(problem: OSError | ValueError) -> Unreadable:
    number = problem.errno if isinstance(problem, OSError) else errno.ENOENT
    return Unreadable(_WHY.get(number or 0, "The file could not be read; copy it to this machine and try again"))


def _encoding(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if data[1:2] == b"\0" and data[:1] != b"\0":
        return "utf-16-le"
    if data[:1] == b"\0" and data[1:2] != b"\0":
        return "utf-16-be"
    declared = _DECLARED.match(data)
    return _known(declared[1].decode("ascii")) if declared else "utf-8"


def _known(name: str) -> str:
    """The codec of a declared encoding. A declaration of UTF-16 that could itself be read byte by byte is
    wrong."""
    if name.casefold().startswith("utf-16"):
        return "utf-8"
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = ""
    if codec not in _ENCODINGS:
        raise Unreadable(f"The file says that it is written in {name}, which is not read here; ask for UTF-8")
    return codec
