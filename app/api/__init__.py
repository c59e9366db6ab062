"""What programs can do."""

from app.api import bodies, caching, description, me, often, people, posts, tokens  # noqa: F401
from app.api.bearer import bp  # noqa: F401
