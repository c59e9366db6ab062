"""What programs can do."""

from app.api import me, tokens  # noqa: F401, for its views
from app.api.bearer import bp  # noqa: F401
