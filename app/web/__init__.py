"""What every request and every answer passes."""

from app.web import assets, converters, gate, headers, proxies, scripts


def init_app(app):
    proxies.init_app(app)
    gate.init_app(app)
    headers.init_app(app)
    assets.init_app(app)
    converters.init_app(app)
    app.register_blueprint(scripts.bp)
