"""Tell whether other machines can reach the address that is listened on."""

import ipaddress
import socket


def addresses_of(host: str) -> frozenset[str]:
    """Return the numeric addresses of a host. Raises OSError where it is not known.

    >>> addresses_of("127.0.0.1")
    frozenset({'127.0.0.1'})
    """
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return frozenset(str(address[0]) for *_, address in found)


def is_local(host: str) -> bool:
    """Tell whether this machine alone can reach a host; one that is not known counts as reachable.

    >>> is_local("::1"), is_local("192.0.2.7")
    (True, False)
    """
    try:
        addresses = addresses_of(host)
    except OSError:
        return False
    return all(ipaddress.ip_address(address).is_loopback for address in addresses)
