"""The extensions, not yet bound to an application."""

from flask_bootstrap import Bootstrap5

bootstrap = Bootstrap5()
