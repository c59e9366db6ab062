"""Those whom a post mentions with @."""

from sqlalchemy import select

from app.extensions import db
from app.limits import MENTIONS_MAX
from app.models import User
from app.notify import notify


def tell(post_id, names, besides=None):
    """Notify the first few of `names`, but not somebody who knows; the view commits."""
    if names:
        ids = select(User.id).where(User.name.in_(names[:MENTIONS_MAX]))
        for user_id in db.session.scalars(ids.order_by(User.id)).all():
            if user_id != besides:
                notify(user_id, "mention", post_id)
