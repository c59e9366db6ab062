"""What may stand in the place of a name in a route."""

from werkzeug.routing import BaseConverter, ValidationError

from app import ids


class Id(BaseConverter):
    """The id of a row. Of itself, Flask takes numbers that no database holds."""

    regex = ids.SHAPE

    def to_python(self, value):
        found = ids.parsed(value)
        if found is None:
            raise ValidationError
        return found


def init_app(app):
    app.url_map.converters["id"] = Id
