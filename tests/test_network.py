import pytest

from app.web.network import UNKNOWN, network

PLACES = [
    ("203.0.113.7", "203.0.113.7"),
    ("::ffff:203.0.113.7", "203.0.113.7"),  # how IPv4 looks on a socket of IPv6
    ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
    ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
    ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
    ("::1", "::/64"),
    ("fe80::1%eth0", "fe80::/64"),
]


@pytest.mark.parametrize(("address", "place"), PLACES)
def test_client_belongs_to_a_place(address, place):
    assert network(address) == place


@pytest.mark.parametrize("address", [None, "", "unix:", "203.0.113.7:80", "x" * 999])
def test_what_is_no_address_is_one_place_together(address):
    assert network(address) == UNKNOWN
