import pytest
from flask import request

from app import create_app
from config import TestingConfig

HEADERS = {
    "X-Forwarded-For": "198.51.100.1, 203.0.113.7",
    "X-Forwarded-Proto": "http, https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "99",
    "X-Forwarded-Prefix": "/evil",
    "X-Real-IP": "198.51.100.1",
    "Forwarded": "for=198.51.100.1;proto=https;host=evil.example",
}


@pytest.fixture
def seen():
    """Say what Pipit sees of a request with those headers, behind `count` proxies."""

    def seen(count, headers=HEADERS):
        app = create_app(TestingConfig, TRUSTED_PROXIES=count)
        app.add_url_rule("/seen", view_func=lambda: [request.remote_addr, request.url])
        client = app.test_client()
        return client.get("/seen", headers=headers).json

    return seen


def test_no_proxy_is_trusted_by_default():
    assert TestingConfig.TRUSTED_PROXIES == 0


def test_strangers_headers_change_nothing(seen):
    assert seen(0) == seen(0, headers={}) == ["127.0.0.1", "http://localhost/seen"]


def test_own_proxy_tells_the_address_and_the_scheme(seen):
    assert seen(1) == ["203.0.113.7", "https://localhost/seen"]


def test_two_own_proxies_tell_what_came_to_the_first(seen):
    assert seen(2) == ["198.51.100.1", "http://localhost/seen"]


def test_header_with_fewer_entries_than_proxies_is_not_believed(seen):
    assert seen(2, {"X-Forwarded-For": "198.51.100.1"})[0] == "127.0.0.1"
