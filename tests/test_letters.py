from dataclasses import replace
from datetime import timedelta

import pytest

from app import clock
from app.auth import letters as asked
from tests.factories import NEWCOMER, PASSWORD, make_user

TO = "ada@example.org"
ASKING = {  # address of the form, what is typed, who is signed in if anybody
    "forgotten": ("/forgotten", {"email": TO}, None),
    "register": ("/register", NEWCOMER, None),
    "confirm": ("/confirm", {}, {"email": TO, "confirmed_at": None}),
    "address": ("/address", {"email": TO, "password": PASSWORD}, {}),
}


def ask(app, kind, times):
    """Send a form some times; return of each answer the status and where it leads."""
    page, form, values = ASKING[kind]
    browser = app.test_client()
    if values is not None:
        browser.sign_in(make_user(app, **values))
    form = form | {"csrf_token": browser.token(page)}
    answers = [
        browser.post(page, data=form | {"name": f"ada_{n}"}) for n in range(times)
    ]
    return [(answer.status_code, answer.location) for answer in answers]


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        ("address", False),
        ("address", True),
        ("confirm", False),
        ("forgotten", False),
        ("forgotten", True),
        ("register", False),
        ("register", True),
    ],
)
def test_address_gets_no_more_than_the_bound_however_many_ask(
    app, letters, monkeypatch, kind, known
):
    monkeypatch.setattr(asked, "TO_ADDRESS", replace(asked.TO_ADDRESS, most=2))
    if known:
        make_user(app, email=TO)

    answers = ask(app, kind, 3)

    assert len(set(answers)) == 1
    assert answers[0][0] == 303
    assert len(letters(TO)) == 2


def test_all_forms_together_send_five(app, letters):
    for kind in ["forgotten", "register", "address"]:
        ask(app, kind, 3)

    assert len(letters(TO)) == 5


def test_after_half_an_hour_there_are_mails_again(app, letters, monkeypatch):
    ask(app, "forgotten", 6)
    later = clock.now() + timedelta(minutes=30)
    monkeypatch.setattr(clock, "now", lambda: later)

    ask(app, "forgotten", 1)

    assert len(letters(TO)) == 6


def test_one_place_may_not_write_to_everybody(app, client, letters, monkeypatch):
    monkeypatch.setattr(asked, "FROM_PLACE", replace(asked.FROM_PLACE, most=2))

    statuses = [
        client.submit("/forgotten", email=f"user_{n}@example.org").status_code
        for n in range(3)
    ]

    assert statuses == [303, 303, 429]
    assert len(letters()) == 2


def test_name_that_is_taken_costs_no_mail(app, client, letters):
    make_user(app, name="grace")
    for _ in range(6):
        client.submit("/register", **NEWCOMER | {"name": "grace"})

    client.submit("/register", **NEWCOMER)

    assert len(letters(TO)) == 1
