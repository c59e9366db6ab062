import os
import subprocess
import sys

import pytest

from app import create_app
from config import DevelopmentConfig, ProductionConfig, TestingConfig, database_url

KEY = "0123456789abcdef" * 4


def python(*words, **environment):
    """Run Python in a process of its own that has only this environment."""
    bare = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "SYSTEMROOT")}
    return subprocess.run(
        [sys.executable, *words],
        env=bare | environment,
        capture_output=True,
        text=True,
    )


def start(**environment):
    """Load the application, as a server would."""
    return python("-m", "flask", "--app", "app", "routes", **environment)


def test_development_needs_no_environment():
    assert start().returncode == 0


def test_unknown_environment_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("PIPIT_CONFIG", "prod")

    with pytest.raises(RuntimeError, match="PIPIT_CONFIG=prod"):
        create_app()


def test_overrides_come_last():
    assert not create_app(TestingConfig, TESTING=False).testing


def key_of_production(**environment):
    """Return the key that `config` reads where there is only this environment."""
    text = "import config; print(config.ProductionConfig.SECRET_KEY)"
    run = python("-c", text, **environment)

    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_production_starts_with_a_key():
    key = key_of_production(SECRET_KEY=KEY)

    assert create_app(ProductionConfig, SECRET_KEY=key).secret_key == KEY


def test_production_refuses_to_start_without_a_key():
    key = key_of_production()

    with pytest.raises(RuntimeError, match="SECRET_KEY"):
        create_app(ProductionConfig, SECRET_KEY=key)


DEFAULTS = [DevelopmentConfig.SECRET_KEY, "dev", "hard to guess string", "x" * 31]


@pytest.mark.parametrize("key", DEFAULTS)
def test_production_refuses_to_start_with_a_known_key(key):
    with pytest.raises(RuntimeError, match="SECRET_KEY"):
        create_app(ProductionConfig, SECRET_KEY=key)


def test_production_refuses_to_start_with_the_debugger(monkeypatch):
    monkeypatch.setenv("FLASK_DEBUG", "1")

    with pytest.raises(RuntimeError, match="debugger"):
        create_app(ProductionConfig, SECRET_KEY=KEY)


@pytest.fixture
def production():
    """A production client, with an address that breaks."""
    app = create_app(ProductionConfig, SECRET_KEY=KEY)
    app.add_url_rule("/broken", view_func=lambda: {}["planted"])
    return app.test_client()


def test_production_shows_no_trace(production):
    answer = production.get("/broken")

    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert "planted" not in answer.text


def test_production_has_no_console(production):
    assert production.get("/console").status_code == 404


def test_host_names_come_from_the_environment():
    text = "from config import Config; print(*Config.TRUSTED_HOSTS)"

    run = python("-c", text, TRUSTED_HOSTS="Pipit.example, www.pipit.example")

    assert run.stdout.split() == ["pipit.example", "www.pipit.example"]


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://host/pipit", "postgresql+psycopg://host/pipit"),
        ("postgresql://u:p@host/pipit", "postgresql+psycopg://u:p@host/pipit"),
        ("postgresql+psycopg://host/pipit", "postgresql+psycopg://host/pipit"),
        ("sqlite:////srv/pipit.sqlite", "sqlite:////srv/pipit.sqlite"),
    ],
)
def test_database_may_be_named_as_hosts_name_it(given, used):
    assert database_url(given) == used
