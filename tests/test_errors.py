import pytest


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/any.css"])
def test_refused_host_has_a_page_without_addresses(client, path):
    answer = client.get(path, headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert "TRUSTED_HOSTS" in answer.text
    assert "evil.example" not in answer.text
    assert "href" not in answer.text
