import colorsys
import re
from xml.etree import ElementTree

from app.avatars import filled, svg
from tests.test_colours import contrast

NAMES = [f"user_{number}" for number in range(500)]


def test_same_name_has_the_same_picture_in_each_process():
    assert svg("ada") == svg("ada")
    assert "hsl(355 " in svg("ada")


def test_hardly_any_two_have_the_same_picture():
    assert len({svg(name) for name in NAMES}) == len(NAMES)


def test_picture_is_the_same_left_and_right():
    for start in range(200):
        squares = set(filled([(start * 7 + n) // 3 for n in range(31)]))

        assert squares == {(4 - x, y) for x, y in squares}
        assert squares <= {(x, y) for x in range(5) for y in range(5)}


def test_picture_is_whole_and_says_nothing_of_the_name():
    for name in ["ada", '"><script>', "]]>", "&", "李", "x" * 30]:
        ElementTree.fromstring(svg(name))
        assert name not in svg(name)


def test_picture_can_be_seen_in_each_colour():
    for name in NAMES:
        pale, dark = map(hex_of, re.findall(r"hsl\((\d+) 45% (\d+)%\)", svg(name)))

        assert contrast(pale, dark) > 4


def hex_of(colour):
    hue, light = (int(number) for number in colour)
    rgb = colorsys.hls_to_rgb(hue / 360, light / 100, 0.45)
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in rgb)
