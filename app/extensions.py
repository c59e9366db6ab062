"""The extensions, not yet bound to an application."""

from pathlib import Path

from flask_bootstrap import Bootstrap5
from flask_migrate import Migrate
from flask_moment import Moment
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

bootstrap = Bootstrap5()
csrf = CSRFProtect()
db = SQLAlchemy()
migrate = Migrate(db=db, directory=Path(__file__).parents[1] / "migrations")
moment = Moment()
