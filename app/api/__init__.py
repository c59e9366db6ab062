"""What programs can do."""

from app.api import (  # noqa: F401, for its views
    bodies,
    caching,
    description,
    me,
    often,
    people,
    posts,
    presses,
    replies,
    tokens,
)
from app.api.bearer import bp  # noqa: F401
