"""The words that people say for codes of states, urgencies and sources of a time, and for how many of a thing there
are, in sentences and on screens alike.

Reasons and other codes that a service may change have their words in its policy."""

from datetime import date, datetime

from domain.when import show_date, show_moment

_SAID = {
    "received": "new",
    "screening": "in triage",
    "awaiting-info": "on hold",
    "en-route": "on the way",
    "in-care": "in care",
    "in-progress": "under way",
    "app_gps": "the app's position",
    "nfc_tag": "the tag at the door",
    "qr": "the QR code",
    "landline": "the person's landline",
    "manual": "hand",
    "2h": "2-hour",
    "2d": "2-day",
}


def worded(value: object) -> str:
    """A value of any field in a sentence: London time for a moment, the word for a code, `nothing` for what is
    empty."""
    if value is None or value in ("", ()):
        return "nothing"
    if isinstance(value, datetime):
        return show_moment(value)
    if isinstance(value, date):
        return show_date(value)
    return ", ".join(map(worded, value)) if isinstance(value, tuple) else said(str(value))


def said(code: str) -> str:
    """`on hold` for `awaiting-info`; a code that is a word already is said as it is."""
    return _SAID.get(code, str(code))


def counted(number: int, noun: str) -> str:
    """`1 visit`, `2 visits`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def spaced(nhs_number: str) -> str:
    """`999 204 6171`."""
    return f"{nhs_number[:3]} {nhs_number[3:6]} {nhs_number[6:]}" if len(nhs_number) == 10 else nhs_number
