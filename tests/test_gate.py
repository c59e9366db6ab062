import pytest

BROKEN = ["%FF", "%C3", "%C0%AF", "%ED%A0%80", "a%00b"]  # 4th: half a surrogate pair


@pytest.mark.parametrize("text", BROKEN)
@pytest.mark.parametrize("path", ["/hello/{}", "/{}", "/?q={}", "/?{}=q", "/static/{}"])
def test_address_that_is_no_text_is_a_bad_request(client, path, text):
    assert client.get(path.format(text)).status_code == 400


def test_path_of_raw_bytes_is_a_bad_request(client):
    answer = client.get("/", environ_overrides={"PATH_INFO": "/hello/\xff"})

    assert answer.status_code == 400


def test_text_of_any_script_passes(client):
    assert "Hello, Zoë 鳥 🐦!" in client.get("/hello/Zoë 鳥 🐦").text
