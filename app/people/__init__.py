"""People, as others see them and as those do who look after the site."""

from app.people import closing, commands, editing, own  # noqa: F401, for views
from app.people.routes import bp


def init_app(app):
    app.register_blueprint(bp)
    app.cli.add_command(commands.group)
