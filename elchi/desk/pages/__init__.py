"""The pages, a router each kind; that of parties last, whose addresses may be any name."""

from elchi.desk.pages import timeline

ROUTERS = (timeline.router,)
