"""A text as a picture that telephones can read."""

from io import BytesIO

import segno


def svg(text):
    """Return a QR code as the bytes of an SVG file; dark on white, in the dark too."""
    file = BytesIO()
    code = segno.make(text, micro=False)
    code.save(file, kind="svg", border=4, dark="#000", light="#fff", omitsize=True)
    return file.getvalue()
