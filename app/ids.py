"""The ids of rows, as they stand in an address."""

import re

SHAPE = "[1-9][0-9]{0,18}"
GREATEST = 2**63 - 1  # that is all a BIGINT holds


def parsed(text):
    """Return the id that `text` is, None if it is none."""
    fits = re.fullmatch(SHAPE, text) and int(text) <= GREATEST
    return int(text) if fits else None
