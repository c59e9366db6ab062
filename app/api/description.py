"""What the API can do, for programs to read: OpenAPI, drawn up by APIFairy."""

from app.extensions import apifairy
from app.limits import ROWS_SHOWN
from app.web import programs

PROBLEM = {
    "type": "object",
    "required": ["status", "title", "detail"],
    "properties": {
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "description": "By field, what is wrong with it."},
    },
}
ELSE = {
    "description": "What is wrong, in the form of RFC 9457.",
    "content": {programs.PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
BEFORE = {
    "name": "before",
    "in": "query",
    "description": f"Only what is below this id; {ROWS_SHOWN} at once, newest first.",
    "schema": {"type": "integer", "minimum": 1},
}


@apifairy.process_apispec
def complete(spec):
    """Add what is so for every view, and the same for every host."""
    spec["servers"] = [{"url": "/"}]
    spec["components"]["schemas"]["Problem"] = PROBLEM
    for operations in spec["paths"].values():
        for operation in operations.values():
            if "401" not in operation["responses"]:
                operation["security"].append({})  # one may come without
            operation["responses"]["default"] = ELSE
            if "#/components/schemas/Page" in str(operation["responses"]):
                operation["parameters"].append(BEFORE)
    return spec
