import pytest

from tests.factories import make_login, make_post, make_user


@pytest.fixture
def post(app, ada):
    return make_post(app, ada)


ADDRESSES = ["/api/posts", "/api/posts/{id}", "/api/me", "/api/home"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_known_is_not_sent_again(client, post, bearer, address):
    address = address.format(id=post.id)
    first = client.get(address, headers=bearer)

    known = bearer | {"If-None-Match": first.headers["ETag"]}
    second = client.get(address, headers=known)

    assert (second.status_code, second.data) == (304, b"")
    assert second.headers["ETag"] == first.headers["ETag"]


def test_what_has_changed_is_sent(client, post, bearer):
    address = f"/api/posts/{post.id}"
    first = client.get(address, headers=bearer)
    client.put(address, json={"body": "Other words."}, headers=bearer)

    known = bearer | {"If-None-Match": first.headers["ETag"]}

    assert client.get(address, headers=known).status_code == 200


def test_another_reader_has_another_mark(app, client, post, bearer):
    address = f"/api/posts/{post.id}"
    other = make_login(app, make_user(app), for_program=True)

    marks = {
        client.get(address, headers=headers).headers["ETag"]
        for headers in ({}, bearer, {"Authorization": f"Bearer {other}"})
    }

    assert len(marks) == 3


@pytest.mark.parametrize(("signed_in", "kept"), [(False, set()), (True, {"private"})])
def test_answer_is_kept_by_one_and_asked_for(client, post, bearer, signed_in, kept):
    answer = client.get("/api/posts", headers=bearer if signed_in else {})

    assert set(answer.headers["Cache-Control"].split(", ")) == {"no-cache"} | kept
    assert answer.headers["Vary"] == "Authorization"


@pytest.mark.parametrize("address", ["/api/nowhere", "/api/posts/999999"])
def test_what_is_wrong_is_not_marked(client, address):
    assert "ETag" not in client.get(address).headers


@pytest.mark.parametrize("sent", ["", "x", '"', "*", 'W/"x"', '"' + "x" * 9000])
def test_odd_mark_is_no_fault_of_ours(client, post, sent):
    answer = client.get("/api/posts", headers={"If-None-Match": sent})

    assert answer.status_code == (304 if sent == "*" else 200)
