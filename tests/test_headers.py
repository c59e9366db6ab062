ERRORS = ["/nowhere", "/?%FF", "/hello//Ada"]


def test_every_answer_has_the_headers(client, addresses):
    for address in addresses + ERRORS:
        headers = client.get(address, buffered=True).headers

        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
        assert "Strict-Transport-Security" not in headers


def test_crash_has_the_headers(new_app):
    new_app.config["PROPAGATE_EXCEPTIONS"] = False
    new_app.add_url_rule("/broken", view_func=lambda: {}["planted"])

    answer = new_app.test_client().get("/broken")

    assert answer.status_code == 500
    assert "Content-Security-Policy" in answer.headers


def test_tls_asks_the_browser_to_stay_with_tls(client):
    answer = client.get("/", base_url="https://localhost")

    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
