"""What a search finds: people, referrals, workers."""

from domain.views import Found
from tui.present import Column, Line, Listing

FOUND: Listing[Found] = Listing(
    columns=(Column("Kind", 9, yields=1), Column("Who or what", 23), Column("What is known")),
    key=lambda found: found.subject,
    line=lambda found, sight: Line((found.subject.partition("/")[0], found.title, found.detail)),
    parts=lambda found: {
        "subject": found.subject,
        found.subject.partition("/")[0]: found.subject.partition("/")[2],
        "name": found.title,
    },
    subject=lambda found: found.subject,
    detail=lambda found, sight: (f"{found.title}  {found.detail}",),
    empty="Type a name, a date of birth, an NHS number, a postcode or a telephone number.",
)
