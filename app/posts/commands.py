"""What can be done about posts in a terminal."""

import click
from flask.cli import AppGroup
from sqlalchemy import select, update

from app import markdown
from app.extensions import db
from app.models import Post
from app.posts.tags import tag, untag

CHUNK = 500

group = AppGroup("posts", help="Look after the posts.")


@group.command()
def render():
    """Make the HTML of all posts anew, after a change in how it is made.

    Example: flask posts render
    """
    last = changed = 0
    while rows := after(last):
        last = rows[-1].id
        drawn = [(row, markdown.render(row.body)) for row in rows]
        changed += sum(replace(row, html) for row, html in drawn)
        db.session.commit()
    click.echo(f"Posts that look different now: {changed}")


def after(last):
    columns = Post.id, Post.body, Post.body_html
    query = select(*columns).where(Post.id > last).order_by(Post.id).limit(CHUNK)
    rows = db.session.execute(query).all()
    db.session.rollback()  # drawing takes its time, and nobody is to wait for it
    return rows


def replace(row, html):
    """Give a post its new HTML, unless it was edited meanwhile. Say if that was so."""
    if html == row.body_html:
        return 0
    same = Post.id == row.id, Post.body == row.body
    changed = db.session.execute(update(Post).where(*same).values(body_html=html))
    if changed.rowcount:
        untag(row.id)
        tag(row.id, html)
    return changed.rowcount
