"""The words with # by which a post is found."""

from sqlalchemy import delete, insert

from app import markdown
from app.extensions import db
from app.models import Tag


def tag(post_id, html):
    """Let a new post be found by the tags that are shown in it; the view commits."""
    rows = [{"word": word, "post_id": post_id} for word in markdown.tags(html)]
    if rows:
        db.session.execute(insert(Tag.__table__), rows)


def untag(post_id):
    db.session.execute(delete(Tag).where(Tag.post_id == post_id))
