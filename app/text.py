"""What is fit to be kept and shown, of all that strangers send."""

from unicodedata import category

UNSEEN = {"Cf", "Zs"}  # joiners and marks of direction; spaces of any width
UNFIT = {"Cc", "Cs", "Zl", "Zp"}  # controls, half a character, ends of lines


def is_blank(text):
    """Say whether there is nothing in `text` to see."""
    return all(category(character) in UNSEEN for character in text)


def is_line(text):
    """Say whether `text` is one line of whole characters."""
    return not any(category(c) in UNFIT or c == "\ufffd" for c in text)


def tidied(text):
    """Return `text` with one kind of line end, and no empty lines around it."""
    return "\n".join(text.splitlines()).strip("\n").rstrip()


def in_line(text):
    """Return `text` with its lines side by side, to be looked at as one."""
    return text.replace("\n", " ").replace("\t", " ")


def fault(text):
    """Say what is wrong with one line of `text`; None if people can see it."""
    if not is_line(text):
        return "This has characters in it that are not text."
    return "There is nothing to see in this." if is_blank(text) else None
