"""Mail addresses: one way to write each, so that one belongs to one person."""

from email_validator import EmailNotValidError, validate_email


def normalise(text):
    """Return the one way to write the address `text`. Raises ValueError: it is none."""
    try:
        address = validate_email(
            text.strip(), check_deliverability=False, allow_smtputf8=False, strict=True
        )
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    return address.ascii_email.lower()
