"""The one way by which the platform itself asks another machine: to a public address, over TLS, bounded in time and size.

Whoever can set an address must not reach by it what stands inside the house (SSRF). So the name is resolved once, what it
resolves to is looked at, and the connection is made to that very address; no redirect and no proxy is followed.
"""

import socket
import ssl
import time
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address, ip_network
from threading import Timer
from urllib.parse import urlsplit

SECONDS = 5  # for all of it but the look-up of the name, which has the resolver's own time-out
MOST = 64 * 1024  # bytes of an answer
TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("2002::/16"), ip_network("2001::/32"))  # each may lead to any IPv4


class Unanswered(Exception):
    """Nothing was sent, or nothing that can be read came back. The message says why, and nothing of what was sent."""


def post(url: str, body: bytes, headers: dict[str, str], named: list[str]) -> bytes:
    """The answer to a request. Raises Unanswered.

    The hosts in `named` may stand in a network of one's own, and may be asked without TLS.
    """
    until = time.monotonic() + SECONDS
    try:
        asked = urlsplit(url)
        host, port = asked.hostname or "", asked.port or {"https": 443, "http": 80}.get(asked.scheme)
        is_named = host in [name.lower() for name in named]
        if not host or "@" in asked.netloc or not (asked.scheme == "https" or asked.scheme == "http" and is_named):
            raise Unanswered(
                "only https:// is asked, or http:// of a host that is named; and no name or password stands in it"
            )
        line = connected(addresses_of(host, port, is_named), port, until)
        with closing(line):
            return answered(line, asked, body, headers, until)
    except (OSError, HTTPException, ValueError) as error:
        raise Unanswered(f"{type(error).__name__}") from error


def addresses_of(host, port, is_named) -> list[str]:
    """What a name resolves to, all of which must be allowed: one that leads in and out of the house is not trusted at all."""
    found = [line[4][0] for line in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if wrong := [address for address in found if not is_allowed(address, is_named)]:
        raise Unanswered(f"{wrong[0]} is no address that may be asked")
    return found


def is_allowed(address: str, is_named: bool) -> bool:
    """A public address; of a named host any other too, but never that by which a cloud tells its secrets (169.254.169.254)."""
    ip = ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if ip.is_multicast or ip.is_unspecified or ip.is_link_local or any(ip in net for net in TRANSLATED):
        return False
    return ip.is_global or is_named


def connected(addresses, port, until) -> socket.socket:
    for address in addresses:
        with suppress(OSError):
            return socket.create_connection((address, port), left(until))
    raise Unanswered("no connection")


def left(until) -> float:
    if (seconds := until - time.monotonic()) <= 0:
        raise Unanswered("it took too long")
    return seconds


def answered(line, asked, body, headers, until) -> bytes:
    """The body of an answer 200 that came in time and is no larger than it may be."""
    if asked.scheme == "https":
        tls = ssl.create_default_context()
        line = tls.wrap_socket(line, server_hostname=asked.hostname, do_handshake_on_connect=False)
    # A time-out of the socket begins anew with each byte; this one does not.
    end = Timer(left(until), cut, [line])
    end.start()
    try:
        with closing(line):
            if asked.scheme == "https":
                line.do_handshake()
            connection = HTTPConnection(asked.hostname, 80)  # it never connects itself: a line is there
            connection.sock = line
            path = (asked.path or "/") + (f"?{asked.query}" if asked.query else "")
            connection.request("POST", path, body, headers | {"Host": asked.netloc, "Connection": "close"})
            answer = connection.getresponse()
            if answer.status != 200:
                raise Unanswered(f"answered with {answer.status}")
            read = answer.read(MOST + 1)
    finally:
        end.cancel()
    left(until)  # what was cut off looks like an end
    if len(read) > MOST:
        raise Unanswered(f"the answer is larger than {MOST} bytes")
    return read


def cut(line):
    with suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)  # the plain one: that of TLS is not made for two threads
