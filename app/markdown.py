"""What was typed, made into HTML that is safe to show."""

from html import escape


def render(text):
    """Return `text` as paragraphs: an empty line begins a new one."""
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    return "\n".join(f"<p>{escape(part.strip(chr(10)))}</p>" for part in paragraphs)
