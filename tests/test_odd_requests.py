"""Whatever is sent, to whichever route: the fault is never ours, so never a 5xx."""

import pytest

# No database has a part in this, so one will do.
pytestmark = pytest.mark.parametrize(
    "tables", ["sqlite"], indirect=True, scope="session"
)
METHODS = "POST PUT PATCH DELETE HEAD OPTIONS"  # a route may take it one day
ODD_METHODS = "TRACE CONNECT PROPFIND get FOO -"
PATHS = """
    // /// /. /.. /../etc/passwd /%2e%2e/ /hello /hello/ /hello/. /hello/%2e%2e
    /hello/a%2Fb /hello//Ada /%20 /%25 /%zz /;x /hello/%E2%80%AE /hello/%7B%7B7*7%7D%7D
    /?= /?&&& /?q=%zz /?q[]=1 /?q=1&q=2 /static /static/ /static/../config.py
    /static/%2e%2e%2fconfig.py //evil.example/%2e%2e /hello/%0d%0aSet-Cookie:%20a=b
"""
HEADERS = [
    ("Accept", ";q=x,*/*;q=9"),
    ("Accept-Charset", "\xff"),
    ("Accept-Encoding", "gzip;q=-1, odd"),
    ("Accept-Language", "x" * 9000),
    ("Authorization", ""),
    ("Authorization", "Basic \xff"),
    ("Authorization", "Bearer"),
    ("Cache-Control", "max-age=x"),
    ("Content-Encoding", "odd"),
    ("Content-Length", "-1"),
    ("Content-Length", "many"),
    ("Content-Type", "multipart/form-data"),
    ("Content-Type", "text/html; charset=odd"),
    ("Content-Type", "\xff"),
    ("Date", "today"),
    ("Expect", "odd"),
    ("Forwarded", "for=;host="),
    ("If-Match", "*"),
    ("If-Modified-Since", "yesterday"),
    ("If-None-Match", '"'),
    ("If-Range", "W/"),
    ("Origin", "null"),
    ("Range", "bytes=9-1"),
    ("Range", "lines=1-2"),
    ("Referer", "javascript:alert(1)"),
    ("Transfer-Encoding", "odd"),
    ("User-Agent", "\x00"),
    ("X-Forwarded-For", "' OR 1"),
    ("X-Http-Method-Override", "DELETE"),
]
COOKIES = [  # read before the route is known
    ("Cookie", ""),
    ("Cookie", "session"),
    ("Cookie", "session=; =; ;;"),
    ("Cookie", "session=\x00"),
    ("Cookie", "\xff=\xff"),
    ("Cookie", "session=" + "x" * 9000),
]


def test_unexpected_method_is_no_fault_of_ours(client, addresses):
    for method in METHODS.split():
        for address in addresses:
            answer = client.open(address, method=method, buffered=True)
            assert answer.status_code < 500, (method, address)


def test_odd_method_is_no_fault_of_ours(client):
    for method in ODD_METHODS.split():
        answer = client.open("/", method=method, buffered=True)
        assert answer.status_code < 500, method


def test_odd_path_is_no_fault_of_ours(client):
    for path in PATHS.split():
        assert client.get(path, buffered=True).status_code < 500, path


def ask(client, address, headers):
    """Send headers as they are: of itself, the client would mend some."""
    keys = {name: name.upper().replace("-", "_") for name in headers}
    plain = "CONTENT_LENGTH", "CONTENT_TYPE"  # the others begin with HTTP_ in WSGI
    environ = {
        key if key in plain else f"HTTP_{key}": headers[name]
        for name, key in keys.items()
    }
    return client.get(address, environ_overrides=environ, buffered=True)


def test_odd_header_is_no_fault_of_ours(client):
    for name, value in HEADERS + COOKIES:
        for address in ["/", "/static/pipit.css"]:
            answer = ask(client, address, {name: value})
            assert answer.status_code < 500, (name, value, address)


def rounds(headers):
    """Return dicts that have all headers between them: no name can be sent twice."""
    rounds = []
    for name, value in headers:
        place = sum(name in taken for taken in rounds)
        if place == len(rounds):
            rounds.append({})
        rounds[place][name] = value
    return rounds


def test_odd_headers_at_once_are_no_fault_of_ours(client, addresses):
    for headers in rounds(HEADERS):
        for address in addresses:
            answer = ask(client, address, headers)
            assert answer.status_code < 500, (headers, address)
