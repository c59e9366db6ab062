"""How people get an account; strangers learn nothing of those who have one."""

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from app import mail, passwords
from app.auth import letters, links
from app.extensions import db
from app.models import User


def register(form):
    """Add who has filled in `form`, and write to the address, whether new or known.

    If the name is taken, which everybody can see, say so in the form, and return False.
    """
    name, email = form.name.data, form.email.data
    if refused(form):
        return False
    if not letters.may_write(email):
        return True
    user = User(
        name=name, email=email, password_hash=passwords.hashed(form.password.data)
    )
    token, welcome = links.written("confirm", email, user)
    token.user = user  # who has no number before it is kept
    letter = known(email)
    if keep(user, token, welcome):
        return True
    return not refused(form) and keep(letter)


def refused(form):
    """Say whether the name is taken, in the form as well."""
    if not is_taken(form.name.data):
        return False
    form.name.errors = ["This name is taken. Choose another."]
    return True


def known(email):
    """Write to an address that somebody entered, and that is another's already."""
    link = mail.link("auth.sign_in")
    return mail.write(email, "You have an account at Pipit", "known", link=link)


def keep(*rows):
    """Keep all of them or none. Say which: the database alone knows who was first."""
    db.session.add_all(rows)
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True


def is_taken(name):
    taken = db.session.scalar(select(exists().where(User.name == name)))
    db.session.rollback()
    return taken
