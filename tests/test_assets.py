import os
import re


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


def test_changed_file_has_another_address(app, tmp_path):
    app.static_folder = tmp_path
    file = tmp_path / "note.css"
    addresses = set()
    with app.test_request_context():
        for second, content in enumerate(["a {}", "b {}"]):
            file.write_text(content)
            os.utime(file, (second, second))  # two writes can fall into one tick
            addresses.add(app.url_for("static", filename="note.css"))

    assert len(addresses) == 2
