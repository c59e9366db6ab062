"""People who are made up, and what they write: to look at and to sign in as."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from app import clock, markdown, totp
from app.demo_talk import add_likes, add_news, add_talk
from app.extensions import db
from app.models import Follow, Like, Notification, Post, SecondFactor, User
from app.passwords import hashed
from app.posts.routes import add

PEOPLE = {name: f"{name}@example.org" for name in ["ada", "grace", "alan"]}
ROLES = {"grace": "administrator", "alan": "moderator"}
WORDS = {
    "ada": ("I keep a list of things that machines cannot do.", "London"),
    "grace": ("If in doubt, take it apart. I have brought the tools.", "New York"),
    "alan": ("Runs far, thinks on the way.", "Manchester"),
}
PASSWORD = "pipit-demo-password"
SECRET = "PIPITDEMOPIPITDEMOPIPITDEMOPIPIT"  # of alan's telephone, which is this file
NOTES = Path(__file__).with_name("demo_posts.txt")
FOLLOWS = {"ada": ["grace", "alan"], "grace": ["ada"], "alan": ["grace"]}
PAUSE = timedelta(minutes=97)  # between two of them


def fill():
    """Add them, unless somebody has an account; return the addresses that are there."""
    if not db.session.scalar(select(User.id).where(User.email.is_not(None)).limit(1)):
        db.session.rollback()  # hashing takes its time, and nobody is to wait for it
        add_people(dict.fromkeys(PEOPLE, hashed(PASSWORD)))
    ours = select(User.email).where(User.email.in_(PEOPLE.values()))
    there = db.session.scalars(ours.order_by(User.id)).all()
    if there and not db.session.scalar(select(Post.id).limit(1)):
        add_posts()
    if there and not db.session.scalar(select(Follow.follower_id).limit(1)):
        add_follows()
    replies = select(Post.id).where(Post.root_id.is_not(None))
    if there and not db.session.scalar(replies.limit(1)):
        add_talk(ids_there())
    if there and not db.session.scalar(select(Like.post_id).limit(1)):
        add_likes(ids_there())
    if there and not db.session.scalar(select(Notification.id).limit(1)):
        add_news()
    return there


def add_people(hashes):
    """Give an account to each, whether or not they came by before."""
    for name, password_hash in hashes.items():
        user = db.session.scalar(select(User).where(User.name == name))
        user = user or User(name=name)
        user.email, user.password_hash = PEOPLE[name], password_hash
        user.confirmed_at = clock.now()
        user.role = ROLES.get(name, "user")
        user.about, user.place = WORDS[name]
        db.session.add(user)
    db.session.flush()
    alan = db.session.scalar(select(User.id).where(User.email == PEOPLE["alan"]))
    db.session.add(SecondFactor(user_id=alan, secret=SECRET, last_step=0))
    db.session.commit()


def trusted():
    """Return the role of each of them who is there and has one, by name."""
    theirs = User.email.in_(PEOPLE.values()), User.role != "user"
    query = select(User.name, User.role).where(*theirs).order_by(User.id)
    return dict(db.session.execute(query).all())


def alans_code():
    """Return what his telephone shows now; None if he has another secret, or none."""
    has_ours = SecondFactor.secret == SECRET
    factor = db.session.scalar(select(SecondFactor.user_id).where(has_ours).limit(1))
    return totp.code(SECRET, clock.now()) if factor else None


def add_posts():
    """Let each note of a person who is there be a post, the last written just now."""
    db.session.rollback()  # drawing takes its time, too
    drawn = [(name, body, markdown.render(body)) for name, body in notes()]
    ids = ids_there()
    moment = clock.now() - len(drawn) * PAUSE
    for name, body, body_html in drawn:
        moment += PAUSE
        if name in ids:
            values = {"body": body, "body_html": body_html, "created_at": moment}
            add(Post(author_id=ids[name], **values))
    db.session.commit()


def add_follows():
    """Let those who are there follow each other, but not everybody everybody."""
    ids = ids_there()
    for name, others in FOLLOWS.items():
        for other in others:
            if name in ids and other in ids:
                pair = {"follower_id": ids[name], "followed_id": ids[other]}
                db.session.add(Follow(**pair, created_at=clock.now()))
    db.session.commit()


def ids_there():
    addresses = {address: name for name, address in PEOPLE.items()}
    ours = select(User.email, User.id).where(User.email.in_(addresses))
    return {addresses[email]: id for email, id in db.session.execute(ours)}


def notes():
    """Yield the name of who writes, and what; a line with % stands between two."""
    for note in NOTES.read_text("utf-8").split("\n%\n"):
        name, _, body = note.strip("\n").partition("\n")
        yield name, body
