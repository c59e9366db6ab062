def cookie(answer):
    """Return the name of the cookie that `answer` sets, and its flags."""
    pair, *flags = answer.headers["Set-Cookie"].split("; ")
    return pair.partition("=")[0], set(flags)


def test_cookie_is_kept_from_scripts_and_from_other_sites(client):
    name, flags = cookie(client.get("/"))

    assert name == "session"
    assert flags == {"HttpOnly", "Path=/", "SameSite=Lax"}
