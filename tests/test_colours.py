import re
from pathlib import Path

import pytest

STYLESHEET = Path(__file__).parents[1] / "app/static/pipit.css"
LIGHT, DARK = STYLESHEET.read_text().split("@media (prefers-color-scheme: dark)")


def colours(css):
    """Return the custom properties of `css` that are colours like #fbf8f2."""
    return dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", css))


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.2 reckons it."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    ("--bs-body-color", "--bs-body-bg"),
    ("--bs-body-color", "--bs-tertiary-bg"),
    ("--bs-secondary-color", "--bs-body-bg"),
    ("--bs-secondary-color", "--bs-tertiary-bg"),
    ("--bs-link-color", "--bs-body-bg"),
    ("--bs-link-hover-color", "--bs-body-bg"),
    ("--bs-code-color", "--bs-body-bg"),
    ("--pipit-on-accent", "--pipit-accent"),
    ("--pipit-on-accent", "--pipit-accent-strong"),
]


@pytest.mark.parametrize("css", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(css, text, ground):
    palette = colours(css)

    assert contrast(palette[text], palette[ground]) >= 4.5


@pytest.mark.parametrize(
    "kind", ["primary", "secondary", "success", "info", "warning", "danger"]
)
def test_message_can_be_read_in_the_dark(kind):
    palette = colours(DARK)
    text = palette[f"--bs-{kind}-text-emphasis"]
    ground = palette[f"--bs-{kind}-bg-subtle"]

    assert contrast(text, ground) >= 4.5


def test_dark_names_every_colour_that_bootstrap_has_for_it(client):
    css = client.get("/bootstrap/static/css/bootstrap.min.css", buffered=True).text
    bootstrap = re.search(r"\[data-bs-theme=dark\]\{(.*?)\}", css)[1]

    wanted = set(re.findall(r"--bs-[\w-]+(?=:)", bootstrap)) - {"--bs-heading-color"}
    assert wanted <= set(re.findall(r"--bs-[\w-]+(?=:)", DARK))
