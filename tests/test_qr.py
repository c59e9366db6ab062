from xml.etree import ElementTree

import pytest

from app.qr import svg
from app.totp import address

TEXT = address("A" * 32, "ada")


def test_picture_is_a_drawing_and_nothing_else():
    drawing = ElementTree.fromstring(svg(TEXT))

    assert {element.tag.partition("}")[2] for element in drawing} == {"path"}
    allowed = {"d", "fill", "stroke", "class"}
    assert {word for element in drawing for word in element.attrib} <= allowed


def test_picture_has_a_white_edge_of_four_dots():
    ground, dots = ElementTree.fromstring(svg(TEXT))

    assert ground.get("fill") == "#fff"
    assert dots.get("d").startswith("M4 4.5h7m")


@pytest.mark.parametrize("name", ["ada", "a" * 30])
def test_no_two_texts_look_the_same(name):
    assert svg(address("A" * 32, name)) != svg(address("B" * 32, name))
