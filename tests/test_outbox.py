from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import timedelta
from smtplib import (
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from threading import Barrier, BrokenBarrierError, Event

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app import clock
from app.extensions import db, smtp
from app.mail import outbox
from tests.factories import make_mail, make_user
from tests.smtp_server import Inbox, free_port, running

PORT = free_port()


@pytest.fixture
def app(app, monkeypatch):
    """An application that sends its mails to our server."""
    app.config |= {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": PORT}
    app.config["MAIL_SUPPRESS_SEND"] = False
    monkeypatch.setitem(app.extensions, "mail", None)  # what was there comes back
    smtp.init_app(app)
    return app


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def pass_time(monkeypatch):
    def pass_time(**span):
        later = clock.now() + timedelta(**span)
        monkeypatch.setattr(clock, "now", lambda: later)

    return pass_time


def send(app):
    with app.app_context():
        outbox.send()


def test_what_waits_is_sent_in_turn_and_leaves_the_table(app, inbox, letters):
    first, second = make_mail(app), make_mail(app)

    with running(inbox, PORT):
        send(app)

    assert [m["To"] for m in inbox.messages] == [first.recipient, second.recipient]
    assert letters() == []


def test_nothing_is_lost_while_the_server_is_away(app, inbox, letters):
    make_mail(app)

    run = app.test_cli_runner().invoke(args=["mail", "send"])
    [waiting] = letters()
    with running(inbox, PORT):
        send(app)

    assert "Error: ConnectionRefusedError" in run.output
    assert waiting.tries == 0
    assert len(inbox.messages) == 1


def test_refused_for_now_is_tried_again_with_growing_pauses(
    app, inbox, letters, pass_time
):
    letter = make_mail(app)
    inbox.refused[letter.recipient] = "451 Come back later"
    pauses = []

    with running(inbox, PORT):
        for _ in range(4):
            send(app)
            [letter] = letters()
            pauses.append((letter.next_try_at - clock.now()) / timedelta(minutes=1))
            pass_time(minutes=pauses[-1])
        inbox.refused.clear()
        send(app)

    assert [round(minutes) for minutes in pauses] == [2, 4, 8, 16]
    assert len(inbox.messages) == 1
    assert letters() == []


def test_two_senders_at_once_send_nothing_twice(app, inbox):
    make_mail(app)
    barrier = Barrier(2)

    def wait_for_the_other(connection, cursor, statement, *rest):
        """Have both read before one writes, where the database lets them."""
        if "FROM mails" in statement:
            with suppress(BrokenBarrierError):
                barrier.wait(0.2)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "after_cursor_execute", wait_for_the_other)
    with running(inbox, PORT), ThreadPoolExecutor(2) as threads:
        for sender in [threads.submit(send, app) for _ in range(2)]:
            sender.result()
    event.remove(engine, "after_cursor_execute", wait_for_the_other)

    assert len(inbox.messages) == 1


def test_killed_before_it_could_note_the_success_it_sends_the_same_again(
    app, inbox, monkeypatch, pass_time
):
    def die(letter):
        raise SystemExit

    make_mail(app)
    with running(inbox, PORT):
        with monkeypatch.context() as patch, pytest.raises(SystemExit):
            patch.setattr(outbox, "forget", die)
            send(app)
        send(app)  # at once: the mail is still another sender's
        assert len(inbox.messages) == 1
        pass_time(minutes=3)
        send(app)

    first, second = inbox.messages
    assert first.as_bytes() == second.as_bytes()


def test_slow_server_keeps_no_visitor_waiting(app, inbox):
    make_mail(app)
    inbox.meanwhile = lambda: make_user(app)

    with running(inbox, PORT):
        send(app)

    assert len(inbox.messages) == 1


POISON = [
    "nobody@example.org",  # refused by the server
    "zoë@example.org",  # not to be sent to most servers
    "ada@" + "ë" * 99,  # longer than a part of a domain can be
    "ada@example.org\nBcc: grace@example.org",
]


def test_poisoned_mail_is_set_aside_and_stops_no_other(app, inbox, letters, caplog):
    inbox.refused["nobody@example.org"] = "550 No such person"
    for recipient in POISON:
        make_mail(app, recipient=recipient)
    good = make_mail(app)

    with running(inbox, PORT):
        send(app)

    assert [m["To"] for m in inbox.messages] == [good.recipient]
    assert [letter.recipient for letter in letters() if letter.fault] == POISON
    assert "No such person" in letters("nobody@example.org")[0].fault
    assert caplog.text.count("is set aside") == len(POISON)
    assert all("\n" not in message for message in caplog.messages)


def test_mail_after_which_the_server_hangs_up_stops_no_other(app, inbox, letters):
    poisoned, good = make_mail(app), make_mail(app)
    inbox.refused[poisoned.recipient] = "421 Goodbye"

    with running(inbox, PORT):
        send(app)

    assert [m["To"] for m in inbox.messages] == [good.recipient]
    assert [letter.fault for letter in letters()] == [None]


def test_mail_is_set_aside_after_its_last_try(app, inbox, letters):
    letter = make_mail(app, tries=outbox.TRIES_MAX - 1)
    inbox.refused[letter.recipient] = "451 Come back later"

    with running(inbox, PORT):
        send(app)

    assert "Come back later" in letters()[0].fault


def test_mail_that_was_set_aside_can_be_tried_again(app, inbox, letters):
    make_mail(app, recipient="a\nb@example.org", fault="BadHeaderError", tries=12)

    run = app.test_cli_runner().invoke(args=["mail", "retry"])

    assert run.output == "'a\\nb@example.org': BadHeaderError\n"
    [letter] = letters()
    assert (letter.fault, letter.tries) == (None, 0)
    assert letter.next_try_at <= clock.now()


FINAL = [
    (SMTPRecipientsRefused({"ada@example.org": (550, b"No one")}), True),
    (SMTPRecipientsRefused({"ada@example.org": (451, b"Later")}), False),
    (SMTPDataError(554, b"This looks like spam"), True),
    (SMTPDataError(452, b"The disk is full"), False),
    (SMTPSenderRefused(553, b"Who are you?", "pipit@localhost"), False),
    (SMTPServerDisconnected("timed out"), False),
    (UnicodeError("no code for this"), True),
]


@pytest.mark.parametrize(("error", "final"), FINAL)
def test_fault_is_final_if_it_is_the_fault_of_this_mail(error, final):
    assert outbox.is_final(error) == final


@pytest.fixture
def serve(app, monkeypatch):
    """Serve, with what is done in each pause; return how long the pauses were."""

    def serve(*doings):
        pauses, doings = [], iter(doings)

        def sleep(seconds):
            pauses.append(seconds)
            next(doings)()  # StopIteration ends it

        monkeypatch.setattr("time.sleep", sleep)
        with app.app_context(), suppress(StopIteration):
            outbox.serve()
        return pauses

    return serve


def test_sender_asks_less_and_less_often_until_the_server_is_back(app, inbox, serve):
    make_mail(app)
    with ExitStack() as stack:

        def come_back():
            stack.enter_context(running(inbox, PORT))

        pauses = serve(lambda: None, lambda: None, come_back)

    assert pauses == [10, 20, 40, 5]
    assert len(inbox.messages) == 1


def test_sender_asks_at_least_every_few_minutes(app, serve):
    make_mail(app)

    pauses = serve(*[lambda: None] * 9)

    assert max(pauses) == outbox.PAUSE_MAX


def test_sender_outlives_a_database_that_is_away(app, inbox, serve):
    make_mail(app)
    away = Event()

    def break_down(*statement):
        if away.is_set():
            raise OperationalError("", {}, Exception("the server went away"))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", break_down)
    away.set()
    with running(inbox, PORT):
        pauses = serve(away.clear)
    event.remove(engine, "before_cursor_execute", break_down)

    assert pauses == [10, 5]
    assert len(inbox.messages) == 1
