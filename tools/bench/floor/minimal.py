"""The floor: the leanest Flask app over the same database, with sign-in, CSRF and one template.

It stands on the same extensions as Pipit, has its addresses and fields, and shows the same posts,
so that both can be asked the same. It reads named columns, by a cursor, in one statement. What the
ratio to it measures is all that it leaves out: headers, sessions that end, bounds on guesses,
Markdown, times for a script, stylesheets whose address changes, checks of what is typed.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

from flask import Flask, current_app, jsonify, redirect, render_template, request
from flask_login import LoginManager, UserMixin, current_user, login_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import (
    Boolean,
    DateTime,
    ForeignKey,
    MetaData,
    Select,
    event,
    insert,
    literal,
    literal_column,
    select,
    true,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.security import check_password_hash

SHOWN, REPLIES_SHOWN = 20, 50


class Base(DeclarativeBase):  # type: ignore[misc, unused-ignore]
    pass


db = SQLAlchemy(model_class=Base)


class User(UserMixin, db.Model):  # type: ignore[name-defined, misc, unused-ignore]
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    password_hash: Mapped[str]


class Post(db.Model):  # type: ignore[name-defined, misc, unused-ignore]
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body: Mapped[str]
    body_html: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Follow(db.Model):  # type: ignore[name-defined, misc, unused-ignore]
    __tablename__ = "follows"
    follower_id: Mapped[int] = mapped_column(primary_key=True)
    followed_id: Mapped[int] = mapped_column(primary_key=True)


def create_app() -> Flask:
    app = Flask(__name__)
    app.secret_key = os.environ["SECRET_KEY"]
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
    db.init_app(app)
    CSRFProtect(app)
    LoginManager(app).user_loader(load)
    with app.app_context():
        look_at_tables(app)
        if on_sqlite():
            event.listen(db.engine, "connect", prepare)
    app.add_url_rule("/", view_func=home)
    app.add_url_rule("/posts", view_func=everybody)
    app.add_url_rule("/posts/<int:id>", view_func=one)
    app.add_url_rule("/posts/new", view_func=new, methods=["GET", "POST"])
    app.add_url_rule("/people/<name>", view_func=profile)
    app.add_url_rule("/api/posts", view_func=api)
    app.add_url_rule("/sign-in", view_func=sign_in, methods=["GET", "POST"])
    return app


def look_at_tables(app: Flask) -> None:
    """See what this checkpoint has: FOLLOWS, replies, which are not LISTED and have a PARENT.

    NEEDS is the table of posts, and what a new one needs beside its text.
    """
    tables = MetaData()
    tables.reflect(db.engine)
    app.config["FOLLOWS"] = "follows" in tables.tables
    posts = tables.tables["posts"]
    parents = [key.parent.name for key in posts.foreign_keys if key.column.table is posts]
    app.config["PARENT"] = literal_column(f"posts.{parents[0]}") if parents else None
    app.config["LISTED"] = "listed" in posts.columns
    last = db.session.execute(select(posts).order_by(posts.c.id.desc()).limit(1)).mappings().one()
    needs = [column.name for column in posts.columns if not column.nullable]
    app.config["NEEDS"] = posts, {name: last[name] for name in needs if name != "id"}


def on_sqlite() -> bool:
    return bool(db.engine.dialect.name == "sqlite")


def prepare(connection: Any, record: object) -> None:
    connection.execute("PRAGMA synchronous = NORMAL")


def load(user_id: str) -> Any:
    return db.session.get(User, int(user_id))


def posts() -> Select[Any]:
    columns = Post.id, Post.body_html, Post.created_at, User.name.label("author")
    return select(*columns).join(User, User.id == Post.author_id).order_by(Post.id.desc())


def begins(query: Select[Any]) -> Select[Any]:
    """Leave out replies."""
    listed = literal_column("posts.listed", Boolean) == true()
    return query.where(listed) if current_app.config["LISTED"] else query


def listed() -> Select[Any]:
    return begins(posts())


def newest(before: int | None) -> Select[Any]:
    ids = begins(select(Post.id)).order_by(Post.id.desc()).limit(SHOWN + 1)
    return ids.where(Post.id < before) if before else ids


def newest_followed(reader_id: int, before: int | None) -> Select[Any]:
    """Ids first, out of an index; on PostgreSQL author by author, else it would walk the table."""
    theirs = select(Follow.followed_id.label("author_id")).where(Follow.follower_id == reader_id)
    people = theirs.union_all(select(literal(reader_id)))
    if on_sqlite():
        return newest(before).where(Post.author_id.in_(people))
    return one_by_one(one_by_one(people, newest(before).limit(1)), newest(before))


def one_by_one(people: Any, posts: Select[Any]) -> Select[Any]:
    authors = people.subquery()
    found = posts.where(Post.author_id == authors.c.author_id).lateral()
    query = select(authors.c.author_id, found.c.id).join(found, true())
    return query.order_by(found.c.id.desc()).limit(SHOWN + 1)


def page(posts: Any, **values: object) -> str:
    return str(render_template("page.html", posts=posts, **values))


def before() -> int | None:
    text = request.args.get("before")
    return int(text) if text else None


def shown(query: Select[Any], **values: object) -> str:
    """A page of a list; the row too many tells whether there is another."""
    if below := before():
        query = query.where(Post.id < below)
    rows = db.session.execute(query.limit(SHOWN + 1)).all()
    older = rows[SHOWN - 1].id if len(rows) > SHOWN else None
    return page(rows[:SHOWN], older=older, **values)


def everybody() -> str:
    return shown(listed())


def home() -> str:
    ids = newest_followed(current_user.id, before()).subquery()
    return shown(posts().join(ids, ids.c.id == Post.id))


def profile(name: str) -> str:
    query = select(User.id, User.name)
    if current_app.config["FOLLOWS"]:
        pair = Follow.follower_id == current_user.id, Follow.followed_id == User.id
        query = query.add_columns(select(Follow).where(*pair).exists().label("followed"))
    person = db.session.execute(query.where(User.name == name)).one()
    return shown(listed().where(Post.author_id == person.id), person=person)


def one(id: int) -> str:
    rows = db.session.execute(posts().where(Post.id == id)).all()
    parent = current_app.config["PARENT"]
    if parent is not None:
        rows += db.session.execute(posts().where(parent == id).limit(REPLIES_SHOWN)).all()
    return page(rows)


def api() -> Any:
    rows = db.session.execute(listed().limit(SHOWN)).all()
    return jsonify([dict(row._mapping) for row in rows])


def new() -> Any:
    if request.method == "GET":
        return page([], form=["body"])
    body = request.form["body"]
    table, needs = current_app.config["NEEDS"]
    values = {"body": body, "body_html": body, "created_at": datetime.now(UTC)}
    db.session.execute(insert(table).values(needs | values | {"author_id": current_user.id}))
    db.session.commit()
    return redirect("/", 303)


def sign_in() -> Any:
    form = request.form
    if request.method == "POST":
        user = db.session.scalar(select(User).where(User.email == form["email"]))
        if user and check_password_hash(user.password_hash, form["password"]):
            login_user(user)
            return redirect("/", 303)
    return page([], form=["email", "password"])
