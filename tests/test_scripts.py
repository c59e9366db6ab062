from hashlib import sha256

import pytest

# moment.js 2.29.4; the package that carries it may not change it unnoticed
DIGEST = "081737985335af4be15fc676ed4ccc0703c7446c6b5cbc9317e40bcdc6428e5d"


def test_moment_is_the_file_that_was_looked_at(client):
    answer = client.get("/scripts/moment.js", buffered=True)

    assert answer.mimetype == "text/javascript"
    assert sha256(answer.data).hexdigest() == DIGEST


def test_flask_moment_is_served_as_a_file(client):
    answer = client.get("/scripts/flask-moment.js")

    assert answer.mimetype == "text/javascript"
    assert "flask_moment_render" in answer.text


@pytest.mark.parametrize("name", ["other.js", "moment.min.js", "%2e%2e%2fconfig.py"])
def test_nothing_else_of_a_package_is_served(client, name):
    assert client.get(f"/scripts/{name}").status_code == 404


def test_time_carries_what_the_script_reads(client):
    assert 'class="flask-moment"' in client.get("/").text
