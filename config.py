"""The settings: one class for each kind of place that Pipit runs in."""

import os
import re
from datetime import timedelta


def database_url(given):
    """Return the address of a database as SQLAlchemy wants it."""
    return re.sub("^postgres(ql)?://", "postgresql+psycopg://", given)


class Config:
    """What all kinds share."""

    SECRET_KEY = os.environ.get("SECRET_KEY", "")
    PASSWORD_HASH = "scrypt:32768:8:1"  # 32 MB and a tenth of a second, for each guess
    LOG_LEVEL = os.environ.get("LOG_LEVEL", "INFO").upper()
    TRUSTED_HOSTS = [
        host.strip().lower()
        for host in os.environ.get("TRUSTED_HOSTS", "localhost,127.0.0.1").split(",")
    ]
    SITE_URL = os.environ.get("SITE_URL")  # for links in mails
    TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
    SQLALCHEMY_DATABASE_URI = database_url(
        os.environ.get("DATABASE_URL", "sqlite:///pipit.sqlite")
    )
    SQLALCHEMY_ENGINE_OPTIONS = {"pool_pre_ping": True}  # a dead connection is not lent
    MAX_CONTENT_LENGTH = 64 * 1024  # bytes
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    PERMANENT_SESSION_LIFETIME = timedelta(days=7)  # without a visit
    BOOTSTRAP_SERVE_LOCAL = True
    WTF_CSRF_TIME_LIMIT = None  # a token lives as long as its session
    MAIL_DEFAULT_SENDER = os.environ.get(
        "MAIL_DEFAULT_SENDER", f"Pipit <pipit@{TRUSTED_HOSTS[0]}>"
    )
    MAIL_SERVER = os.environ.get("MAIL_SERVER", "localhost")
    MAIL_PORT = int(os.environ.get("MAIL_PORT", "25"))
    MAIL_USE_TLS = os.environ.get("MAIL_USE_TLS") == "1"
    MAIL_USE_SSL = os.environ.get("MAIL_USE_SSL") == "1"
    MAIL_USERNAME = os.environ.get("MAIL_USERNAME")
    MAIL_PASSWORD = os.environ.get("MAIL_PASSWORD")
    MAIL_FOLDER = None  # where mails are kept as files, if they are not sent
    API_REQUESTS = os.environ.get("API_REQUESTS", "600 per 15 minutes")  # of an account
    RATELIMIT_STORAGE_URI = os.environ.get("RATELIMIT_STORAGE_URI", "memory://")
    APIFAIRY_TITLE = "Pipit"
    APIFAIRY_VERSION = "1"
    APIFAIRY_APISPEC_PATH = "/api/openapi.json"
    APIFAIRY_UI_PATH = None  # its page would be loaded from afar
    DEMO = False  # may people be added who are made up?

    @staticmethod
    def check(app):
        """Raise RuntimeError if `app` must not start with its settings."""


class DevelopmentConfig(Config):
    SECRET_KEY = Config.SECRET_KEY or "known-to-all"
    MAIL_FOLDER = None if "MAIL_SERVER" in os.environ else "outbox"  # in instance/
    MAIL_SUPPRESS_SEND = MAIL_FOLDER is not None
    DEMO = True


class TestingConfig(Config):
    TESTING = True
    MAIL_SUPPRESS_SEND = True
    DEMO = True
    SECRET_KEY = "known-to-all"
    API_REQUESTS = "1000000 per 1 minute"
    PASSWORD_HASH = "scrypt:128:1:1"  # tests have nothing to hide
    SQLALCHEMY_DATABASE_URI = "sqlite://"  # in memory: never the data of a person


class ProductionConfig(Config):
    SITE_URL = Config.SITE_URL or f"https://{Config.TRUSTED_HOSTS[0]}"
    SESSION_COOKIE_NAME = "__Host-session"  # browsers take it from this host alone
    SESSION_COOKIE_SECURE = True

    @staticmethod
    def check(app):
        if app.debug:
            raise RuntimeError("Production must not run the debugger. Drop --debug.")
        if len(app.secret_key) < 32:  # so no default that is printed in a book
            raise RuntimeError(
                "Production needs a SECRET_KEY of 32 characters or more. Make one: "
                "python3 -c 'import secrets; print(secrets.token_hex())'"
            )


CONFIGS = {
    "development": DevelopmentConfig,
    "testing": TestingConfig,
    "production": ProductionConfig,
}


def chosen():
    """Return the class that PIPIT_CONFIG names."""
    name = os.environ.get("PIPIT_CONFIG", "development")
    if name not in CONFIGS:
        raise RuntimeError(f"PIPIT_CONFIG={name} is none of: {', '.join(CONFIGS)}")
    return CONFIGS[name]
