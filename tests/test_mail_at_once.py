import pytest

from app import mail
from app.extensions import csrf, db


@pytest.fixture
def app(new_app, tmp_path):
    """An application as in development, with a view that writes a mail."""
    new_app.config["MAIL_FOLDER"] = tmp_path / "outbox"
    mail.init_app(new_app)

    @new_app.post("/tell/<int:status>")
    @csrf.exempt
    def tell(status):
        db.session.add(mail.write("ada@example.org", "A test", "test"))
        db.session.commit()
        return "", status

    return new_app


def test_mail_is_a_file_when_the_page_is_there(client, letters, tmp_path, capsys):
    client.post("/tell/200")

    [file] = tmp_path.glob("outbox/*.eml")
    assert capsys.readouterr().out == f"Mail for ada@example.org: {file}\n"
    assert letters() == []


def test_nothing_is_sent_when_somebody_reads_or_something_fails(client, letters):
    client.post("/tell/503")
    client.get("/")

    assert len(letters()) == 1
