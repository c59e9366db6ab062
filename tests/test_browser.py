import pytest

from app.web.browser import browser

LINUX = "Mozilla/5.0 (X11; Linux x86_64"
WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
)
KNOWN = [
    (LINUX + "; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox on Linux"),
    (WINDOWS + " Chrome/142.0.0.0 Safari/537.36", "Chrome on Windows"),
    (WINDOWS + " Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "Edge on Windows"),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
        "Safari on an iPhone",
    ),
    ("Mozilla/5.0 (Android 16; Mobile) Firefox/144.0", "Firefox on Android"),
    ("curl/8.5.0", "A browser"),
    ("", "A browser"),
    ("<script>" + "x" * 9999, "A browser"),
]


@pytest.mark.parametrize(("user_agent", "words"), KNOWN)
def test_browser_is_told_in_our_words(user_agent, words):
    assert browser(user_agent) == words
