"""Which addresses a webhook may go to: those of the public internet only.

A business that names a webhook must not reach through this server into the network it
stands in. The host is resolved here, every address of it is judged, and the connection is
then made to a judged address itself, so that a name which resolves otherwise a moment later
(DNS rebinding) gains nothing.
"""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from core.errors import VendorError

_NAT64 = IPv6Network("64:ff9b::/96")

Address = IPv4Address | IPv6Address


def is_public(address: Address) -> bool:
    """Neither private, loopback, link-local (where clouds keep their metadata), shared,
    reserved nor multicast; nor an IPv6 address that leads to such an IPv4 address."""
    if isinstance(address, IPv6Address):
        inner = _embedded(address)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for: mapped, compatible, 6to4, Teredo, NAT64."""
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64 or int(address) >> 32 == 0:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


async def checked_address(host: str, port: int, allow_private: bool) -> str:
    """An address to connect to, in its canonical form, whatever way the host writes it.

    Raises VendorError: `network` when the name is not known, `protocol` when any of its
    addresses is one that a webhook may not go to.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise VendorError("The webhook's host is not known", "network") from error
    addresses = [ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    if not allow_private and not all(map(is_public, addresses)):
        raise VendorError("The webhook is on a private address, which is not allowed", "protocol")
    return str(addresses[0])
