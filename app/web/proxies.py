"""The proxies that we put before Pipit: what they say of a client is believed."""

from werkzeug.middleware.proxy_fix import ProxyFix


def init_app(app):
    """Count from the right: each proxy adds at the end, a stranger wrote the rest."""
    count = app.config["TRUSTED_PROXIES"]
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)
