"""What the API can do, for programs to read: OpenAPI, drawn up by APIFairy."""

from app.extensions import apifairy
from app.limits import REPLIES_SHOWN, ROWS_SHOWN
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
PARTS = {  # what the address of a part says, by the schema of the list
    "Page": ("before", f"Only what is below this id; {ROWS_SHOWN} at once."),
    "Thread": ("after", f"Only what comes after this id; {REPLIES_SHOWN} at once."),
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
            operation["parameters"] += parts(str(operation["responses"]))
    return spec


def parts(responses):
    kind = {"type": "integer", "minimum": 1}
    return [
        {"name": name, "in": "query", "description": words, "schema": kind}
        for schema, (name, words) in PARTS.items()
        if f"'#/components/schemas/{schema}'" in responses
    ]
