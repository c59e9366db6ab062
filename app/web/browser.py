"""Which browser it is, in words that its owner knows it by."""

BROWSERS = {  # most say that they are others as well, so the order counts
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "a Mac",
    "CrOS": "a Chromebook",
    "Linux": "Linux",
}


def browser(user_agent):
    """Return our words for what a browser says of itself: never its own."""
    name = first(BROWSERS, user_agent) or "A browser"
    system = first(SYSTEMS, user_agent)
    return f"{name} on {system}" if system else name


def first(words, text):
    return next((words[sign] for sign in words if sign in text), None)
