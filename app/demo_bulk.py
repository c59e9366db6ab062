"""A database of any size, to see what a page costs when there is much to read."""

from collections import defaultdict
from datetime import timedelta
from itertools import accumulate, islice
from random import Random

import click
from faker import Faker
from sqlalchemy import func, insert, select

from app import clock, markdown
from app.demo import PASSWORD
from app.extensions import db
from app.models import Follow, Post, User
from app.passwords import hashed

SEED = 13  # whoever fills a database gets the same one
CHUNK = 5000  # rows a transaction: others can write in between
TEXTS = 500  # to draw one takes as long as to insert a hundred, so they come again
PERIOD = timedelta(days=365)


def real_people():
    """Select those whom we did not make up."""
    return select(User.id).where(User.email.not_like("%@example.org"))


def fill_up(people, posts, follows):
    """Add what lacks to so many people and posts; each person is to follow so many."""
    count = missing(User, people)
    insert_all(User, more_people(count), count)
    count = missing(Post, posts)
    insert_all(Post, more_posts(count), count)
    rows = list(more_follows(follows))
    insert_all(Follow, iter(rows), len(rows))


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
    """Yield posts up to this moment."""
    random, texts = Random(SEED), made_up_texts(min(count, TEXTS))
    authors, weights = everybody()
    end, step = clock.now(), PERIOD / max(count, 1)
    for number in range(count):
        [author_id] = random.choices(authors, cum_weights=weights)
        yield random.choice(texts) | {
            "author_id": author_id,
            "created_at": end - (count - number - 1) * step,
        }


def everybody():
    """Return all ids, and how much each is heard of: some a lot, and most a little."""
    ids = db.session.scalars(select(User.id).order_by(User.id)).all()
    db.session.rollback()
    return ids, list(accumulate(rank**-0.5 for rank in range(1, len(ids) + 1)))


def more_follows(each):
    """Yield what lacks. The first of each hundred follows ten times as many."""
    random, (people, weights) = Random(SEED), everybody()
    known = follows_there()
    for place, follower_id in enumerate(people):
        mine = known[follower_id] | {follower_id}
        wanted = min(each if place % 100 else 10 * each, len(people) // 2)
        while len(mine) <= wanted:
            [followed_id] = random.choices(people, cum_weights=weights)
            if followed_id not in mine:
                mine.add(followed_id)
                ids = {"follower_id": follower_id, "followed_id": followed_id}
                yield ids | {"created_at": clock.now()}


def follows_there():
    known = defaultdict(set)
    pairs = select(Follow.follower_id, Follow.followed_id)
    for follower_id, followed_id in db.session.execute(pairs):
        known[follower_id].add(followed_id)
    db.session.rollback()
    return known


def made_up_texts(count):
    fake = Faker()
    fake.seed_instance(SEED)
    bodies = [fake.paragraph(nb_sentences=3) for _ in range(count)]
    return [{"body": body, "body_html": markdown.render(body)} for body in bodies]
