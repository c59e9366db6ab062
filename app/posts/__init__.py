"""What people write."""

from app.posts import commands, likes, replies  # noqa: F401, for its views
from app.posts.routes import bp


def init_app(app):
    app.register_blueprint(bp)
    app.cli.add_command(commands.group)
