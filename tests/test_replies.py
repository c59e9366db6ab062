from app.limits import LEVELS_MAX
from app.models.post import STEP, below


def test_replies_stand_below_what_they_answer():
    first = below(None, 7)
    second, answer = below(None, 300), below(first, 2**40)
    last = below(second, 301)

    assert sorted([last, second, answer, first]) == [first, answer, second, last]


def test_levels_have_an_end():
    path = None
    for id in range(1, LEVELS_MAX + 10):
        path = below(path, id)

    assert len(path) == STEP * LEVELS_MAX
    assert path.endswith((LEVELS_MAX + 9).to_bytes(STEP, "big"))
