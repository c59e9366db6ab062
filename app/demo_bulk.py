"""A database of any size, to see what a page costs when there is much to read."""

from datetime import timedelta
from itertools import accumulate, islice
from random import Random

import click
from faker import Faker
from sqlalchemy import func, insert, select

from app import clock, markdown
from app.demo import PASSWORD
from app.extensions import db
from app.models import Post, User
from app.passwords import hashed

SEED = 13  # whoever fills a database gets the same one
CHUNK = 5000  # rows a transaction: others can write in between
TEXTS = 500  # to draw one takes as long as to insert a hundred, so they come again
PERIOD = timedelta(days=365)


def real_people():
    """Select those whom we did not make up."""
    return select(User.id).where(User.email.not_like("%@example.org"))


def fill_up(people, posts):
    """Add what lacks to so many of each."""
    count = missing(User, people)
    insert_all(User, more_people(count), count)
    count = missing(Post, posts)
    insert_all(Post, more_posts(count), count)


def missing(model, wanted):
    there = db.session.scalar(select(func.count()).select_from(model))
    db.session.rollback()
    return max(0, wanted - there)


def insert_all(model, rows, count):
    with click.progressbar(length=count, label=model.__tablename__) as bar:
        while chunk := list(islice(rows, CHUNK)):
            db.session.execute(insert(model.__table__), chunk)
            db.session.commit()
            bar.update(len(chunk))


def more_people(count):
    """Yield people who share one password, and so one hash, which takes its time."""
    fake, password_hash = Faker(), hashed(PASSWORD)
    fake.seed_instance(SEED)
    last = db.session.scalar(select(func.max(User.id))) or 0
    db.session.rollback()
    for number in range(last + 1, last + count + 1):
        name = f"{fake.first_name().lower()}_{number}"
        yield {
            "name": name,
            "email": f"{name}@example.org",
            "password_hash": password_hash,
            "created_at": clock.now(),
            "confirmed_at": clock.now(),
        }


def more_posts(count):
    """Yield posts up to this moment. Some people write a lot, and most a little."""
    random, texts = Random(SEED), made_up_texts(min(count, TEXTS))
    authors = db.session.scalars(select(User.id).order_by(User.id)).all()
    db.session.rollback()
    weights = list(accumulate(rank**-0.5 for rank in range(1, len(authors) + 1)))
    end, step = clock.now(), PERIOD / max(count, 1)
    for number in range(count):
        [author_id] = random.choices(authors, cum_weights=weights)
        yield random.choice(texts) | {
            "author_id": author_id,
            "created_at": end - (count - number - 1) * step,
        }


def made_up_texts(count):
    fake = Faker()
    fake.seed_instance(SEED)
    bodies = [fake.paragraph(nb_sentences=3) for _ in range(count)]
    return [{"body": body, "body_html": markdown.render(body)} for body in bodies]
