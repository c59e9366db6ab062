import os
import re

import pytest


def test_page_asks_nothing_of_other_hosts(client):
    addresses = re.findall(r'(?:src|href)="([^"]*)"', client.get("/").text)

    assert addresses
    assert all(re.match(r"/(?!/)|#", address) for address in addresses)


def test_every_file_that_a_page_names_is_there(client):
    for address in re.findall(r'(?:src|href)="(/[^"]*)"', client.get("/").text):
        assert client.get(address, buffered=True).status_code == 200, address


def test_page_has_no_inline_script_or_style(client):
    page = client.get("/").text

    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)


def test_versioned_file_may_be_kept(client):
    address = re.search(r'"(/static/pipit.css\?v=\w+)"', client.get("/").text)[1]

    assert "immutable" in client.get(address, buffered=True).headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/static/pipit.css", "/static/pipit.css?v=1"])
def test_file_without_its_version_is_asked_for_again(client, address):
    headers = client.get(address, buffered=True).headers

    assert headers["Cache-Control"] == "no-cache"


def test_page_is_not_kept_for_a_year(client):
    assert "Cache-Control" not in client.get("/?v=1").headers


def test_changed_file_has_another_address(new_app, tmp_path):
    new_app.static_folder = tmp_path
    file = tmp_path / "note.css"
    addresses = set()
    with new_app.test_request_context():
        for second, content in enumerate(["a {}", "b {}"]):
            file.write_text(content)
            os.utime(file, (second, second))  # two writes can fall into one tick
            addresses.add(new_app.url_for("static", filename="note.css"))

    assert len(addresses) == 2
