"""The description of the API, made ready to be drawn as a page."""

from dataclasses import dataclass

from app.extensions import apifairy

NEEDS = {"basic_auth": "An address and a password", "token_auth": "A token"}


@dataclass(frozen=True)
class Operation:
    """One thing that a program can do. `sent` and `given` name what has fields."""

    method: str
    path: str
    summary: str
    needs: str
    parameters: list
    sent: str
    status: str
    given: str


def operations():
    """Return what programs can do, in the order of the addresses."""
    return [
        operation(path, method, described)
        for path, methods in sorted(apifairy.apispec["paths"].items())
        for method, described in methods.items()
    ]


def operation(path, method, described):
    status = min(described["responses"])
    return Operation(
        method=method.upper(),
        path=path,
        summary=described["summary"],
        needs=needs(described["security"]),
        parameters=described["parameters"],
        sent=named(described.get("requestBody", {})),
        status=status,
        given=named(described["responses"][status]),
    )


def needs(security):
    if {} in security:
        return "Nothing"
    return NEEDS[next(iter(security[0]))]


def named(part):
    """Return the name of what a body holds, empty if it holds nothing."""
    schema = part.get("content", {}).get("application/json", {}).get("schema", {})
    return schema.get("$ref", "").rpartition("/")[2]


def things():
    """Return what is sent and given: by name, the fields with their kind and words."""
    return {
        name: {field: (kind(of), of.get("description", "")) for field, of in fields}
        for name, schema in sorted(apifairy.apispec["components"]["schemas"].items())
        for fields in [schema["properties"].items()]
    }


def kind(of):
    if of["type"] == "array":
        return f"list of {of['items']['$ref'].rpartition('/')[2]}"
    words = of.get("format", of["type"]).replace("date-time", "time")
    return f"{words} or null" if of.get("nullable") else words
