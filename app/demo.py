"""People who are made up, to look at and to sign in as."""

from sqlalchemy import select

from app import clock, totp
from app.extensions import db
from app.models import SecondFactor, User
from app.passwords import hashed

PEOPLE = {name: f"{name}@example.org" for name in ["ada", "grace", "alan"]}
ROLES = {"grace": "administrator", "alan": "moderator"}
WORDS = {
    "ada": ("I keep a list of things that machines cannot do.", "London"),
    "grace": ("If in doubt, take it apart. I have brought the tools.", "New York"),
    "alan": ("Runs far, thinks on the way.", "Manchester"),
}
PASSWORD = "pipit-demo-password"
SECRET = "PIPITDEMOPIPITDEMOPIPITDEMOPIPIT"  # of alan's telephone, which is this file


def fill():
    """Add them, unless somebody has an account; return the addresses that are there."""
    if not db.session.scalar(select(User.id).where(User.email.is_not(None)).limit(1)):
        db.session.rollback()  # hashing takes its time, and nobody is to wait for it
        add_people(dict.fromkeys(PEOPLE, hashed(PASSWORD)))
    ours = select(User.email).where(User.email.in_(PEOPLE.values()))
    return db.session.scalars(ours.order_by(User.id)).all()


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
