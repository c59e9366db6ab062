import re
from datetime import datetime, timedelta

from app.clock import now


def test_now_knows_that_it_is_utc():
    assert now().utcoffset() == timedelta(0)


def test_page_tells_since_when_it_is_awake(client):
    page = client.get("/").text

    moment = datetime.fromisoformat(re.search(r'datetime="([^"]+)"', page)[1])
    assert timedelta(0) <= now() - moment < timedelta(hours=1)


def test_time_is_readable_without_script(client):
    page = client.get("/").text

    assert re.search(r">\d\d \w+ \d{4}, \d\d:\d\d UTC</time>", page)
