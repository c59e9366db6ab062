"""The extensions, not yet bound to an application."""

from flask_bootstrap import Bootstrap5
from flask_moment import Moment

bootstrap = Bootstrap5()
moment = Moment()
