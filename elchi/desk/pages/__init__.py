"""The pages, a router each kind; that of parties last, whose addresses may be any name."""

from elchi.desk.pages import (
    brief,
    crises,
    downloads,
    happenings,
    lists,
    members,
    officials,
    parties,
    reports,
    review,
    search,
    sources,
    submit,
    timeline,
)

OPEN = members.entrance
"""What those see who have not entered."""
ROUTERS = tuple(kind.router for kind in (
    timeline, brief, crises, downloads, happenings, lists, members, officials, reports, review, search, sources, submit,
    parties))
