"""What counts as one place on the net, where tries are counted."""

from ipaddress import IPv6Network, ip_address

UNKNOWN = "unknown"


def network(address):
    """Return the place of a client: an IPv4 address, or the /64 around an IPv6 one."""
    try:
        client = ip_address(address or "")
    except ValueError:
        return UNKNOWN  # over a socket in the file system there is no address
    client = getattr(client, "ipv4_mapped", None) or client
    if client.version == 4:
        return str(client)
    return str(IPv6Network((int(client), 64), strict=False))
