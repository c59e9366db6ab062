"""Statements for posts to be shown; lists have the newest first."""

from sqlalchemy import and_, case, func, null, or_, select, true, type_coerce

from app.extensions import db
from app.kept import kept
from app.limits import ROWS_SHOWN
from app.models import Follow, Like, Post, Tag, User
from app.models.block import apart
from app.models.like import by
from app.models.mute import mutes
from app.models.post import END, STEP, answered, there
from app.models.types import Id


@kept
def everybody(reader_id, before=None):
    """Select what a list shows of posts, those below the id `before`."""
    ids = newest(before).where(Post.root_id.is_(None))
    return shown(reader_id, ids.where(wanted(reader_id, Post.author_id)))


@kept
def profile(reader_id, author_id, before=None):
    """Select the posts of one person. They stand side by side in the index."""
    return shown(reader_id, newest(before).where(Post.author_id == author_id))


def home(reader_id, before=None):
    """Select the posts of those whom somebody follows, and their own."""
    by_author = db.engine.dialect.name == "postgresql"
    return (home_of_each if by_author else home_of_all)(reader_id, before)


@kept
def home_of_each(reader_id, before):
    return shown(reader_id, newest_of_each(followed(reader_id), before))


@kept
def home_of_all(reader_id, before):
    return shown(reader_id, newest_of_all(followed(reader_id), before))


def shown(reader_id, ids):
    """Select what the page shows of a few posts, whose ids come out of an index."""
    few = ids.subquery()
    query = columns(reader_id).join(few, few.c.id == Post.id)
    return query.order_by(Post.id.desc())


def newest_of_all(people, before):
    return newest(before).where(Post.author_id.in_(people))


def newest_of_each(people, before):
    """Select the same for PostgreSQL, which would read on until it has found enough.

    Whoever has one of the newest 21 posts is among the 21 who were the last to write.
    """
    last_writers = one_by_one(people, newest(before).limit(1))
    return one_by_one(last_writers, newest(before))


def one_by_one(people, posts):
    """Select the newest of what `posts` finds of each author alone."""
    people = people.subquery()
    found = posts.where(Post.author_id == people.c.author_id).lateral()
    query = select(people.c.author_id, found.c.id).join(found, true())
    return query.order_by(found.c.id.desc()).limit(ROWS_SHOWN + 1)


def newest(before):
    ids = select(Post.id).where(Post.listed).order_by(Post.id.desc())
    ids = ids.limit(ROWS_SHOWN + 1)
    return ids if before is None else ids.where(Post.id < before)


def followed(reader_id):
    theirs = Follow.follower_id == reader_id, wanted(reader_id, Follow.followed_id)
    others = select(Follow.followed_id.label("author_id")).where(*theirs)
    return others.union_all(select(type_coerce(reader_id, Id)))


def tagged(reader_id, word, before=None):
    """Select what has a tag: replies as well, since one looks for the word."""
    ids = select(Tag.post_id.label("id")).where(Tag.word == word)
    ids = ids.join(Post, Post.id == Tag.post_id)
    ids = ids.where(there(), wanted(reader_id, Post.author_id))
    ids = ids.order_by(Tag.post_id.desc()).limit(ROWS_SHOWN + 1)
    return shown(reader_id, ids.where(Tag.post_id < before) if before else ids)


@kept
def one(reader_id, post_id):
    return found(reader_id, post_id)


@kept
def one_as_typed(reader_id, post_id):
    return found(reader_id, post_id).add_columns(Post.body)


def found(reader_id, post_id):
    met = there(), may_meet(reader_id, Post.author_id)
    return columns(reader_id).where(Post.id == post_id, *met)


def any_one(post_id):
    """Select a post, also if it is hidden: for those who decide about it."""
    return columns(None).where(Post.id == post_id, Post.deleted_at.is_(None))


def own(reader_id, post_id):
    """Select a post, also if it is hidden, provided that the reader wrote it."""
    met = and_(there(), may_meet(reader_id, Post.author_id))
    return any_one(post_id).where(or_(met, Post.author_id == reader_id))


def hidden(before=None):
    """Select the posts that are hidden, out of an index that has no others."""
    is_hidden = Post.hidden_at.is_not(None), Post.deleted_at.is_(None)
    query = columns(None).where(*is_hidden).order_by(Post.id.desc())
    return query.where(Post.id < before) if before else query


def hidden_of(author_id):
    return hidden().where(Post.author_id == author_id)


def thread(reader_id, post, after=None):
    """Select what is below a post, each reply below what it answers.

    One that is not shown has no text, but its place: others may stand below it.
    """
    path = post.path or b""
    place = post.root_id or post.id, path, path + END, len(path) // STEP
    return part(*place, reader_id, after)


@kept
def part(root_id, path, end, level, reader_id, after):
    """Select the replies of a conversation from a path to an end."""
    seen = and_(there(), wanted(reader_id, Post.author_id))
    start = select(Post.path).where(Post.id == after).scalar_subquery()
    level = (func.length(Post.path) // STEP - level).label("level")
    return (
        columns(reader_id, seen)
        .add_columns(level)
        .where(Post.root_id == root_id)
        .where(Post.path > (path if after is None else start), Post.path < end)
        .order_by(Post.path)
    )


def above(reader_id, reply):
    """Select what a reply answers, and what began it all."""
    ids = reply.root_id, answered(reply)
    met = there(), may_meet(reader_id, Post.author_id)
    return columns(reader_id).where(Post.id.in_(ids), *met).order_by(Post.id)


def wanted(reader_id, author):
    """Return the condition that the reader wants to see what an author writes."""
    if reader_id is None:
        return true()
    return ~or_(mutes(reader_id, author), apart(reader_id, author))


def may_meet(reader_id, author):
    """Return the condition that neither has blocked the other."""
    return true() if reader_id is None else ~apart(reader_id, author)


def columns(reader_id, seen=None):
    """Select what is shown of posts; of those that are not `seen`, no text."""
    text = Post.body_html if seen is None else case((seen, Post.body_html))
    own = Post.id, Post.author_id, Post.created_at, Post.edited_at
    place = Post.root_id, Post.path, Post.reply_count
    likes = Post.like_count, liked(reader_id).label("liked")
    author = User.name.label("author")
    query = select(*own, *place, *likes, text.label("body_html"), author)
    return query.join(User, User.id == Post.author_id)


def liked(reader_id):
    """Return a column: whether the reader likes a post, NULL for a stranger."""
    if reader_id is None:
        return null()
    return select(Like).where(*by(reader_id, Post.id)).exists()
