"""Connections to hosts, by urllib3: who may be reached, how long an exchange may take, when it is tried again."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass

import certifi
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, InvalidHeader, NameResolutionError, NewConnectionError

Addresses = list[tuple[str, int]]
Resolve = Callable[[str, int], Addresses]


@dataclass(frozen=True)
class Limits:
    """How long and how much; times in seconds, sizes in bytes."""

    connect: float = 10
    read: float = 20
    exchange: float = 45
    """One attempt, from the connection to the end of the answer, however slowly it drips."""
    retries: int = 2
    back_off: float = 2
    patience: float = 60
    """The longest Retry-After that is waited for; who asks for more is left for another run."""
    size: int = 512_000
    hops: int = 10


class PrivateAddress(urllib3.exceptions.HTTPError):
    """A name leads to an address that is not on the public network."""


def public_addresses(host: str, port: int) -> Addresses:
    """The addresses of a host, IPv4 first; PrivateAddress if one of them is not public.

    A pull request may name any host: none may lead into the network of the machine that checks it.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found.sort(key=lambda entry: entry[0] != socket.AF_INET)
    addresses = [entry[4][0] for entry in found]
    for address in addresses:
        if not ipaddress.ip_address(address.partition("%")[0]).is_global:
            raise PrivateAddress(address)
    return [(address, port) for address in dict.fromkeys(addresses)][:3]


class Deadline:
    """Cuts the connection of one attempt when its time is over, wherever it waits."""

    def __init__(self, seconds: float):
        self._seconds = seconds
        self._timer: threading.Timer | None = None
        self._copy: socket.socket | None = None
        self.over = False

    def watch(self, sock: socket.socket) -> None:
        """Begins anew with this connection."""
        self.stop()
        self.over = False
        # A copy, for TLS takes the socket over; shutting down either shuts down the connection.
        self._copy = socket.fromfd(sock.fileno(), sock.family, sock.type)
        self._timer = threading.Timer(self._seconds, self._cut, [self._copy])
        self._timer.daemon = True
        self._timer.start()

    def _cut(self, copy: socket.socket) -> None:
        self.over = True
        with contextlib.suppress(OSError):  # it may be closed already
            copy.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        """The attempt is done."""
        if self._timer:
            self._timer.cancel()
            self._timer.join()
        if self._copy:
            self._copy.close()
        self._timer = self._copy = None


class Network:
    """Pools of connections; `resolve` says where a host is, `authorities` (PEM) whom to trust in place of the usual."""

    def __init__(
        self,
        limits: Limits,
        resolve: Resolve | None = None,
        authorities: str | None = None,
        pools: int = 64,
    ):
        self.limits = limits
        self._own = threading.local()
        usual = None if authorities else certifi.where()
        context = ssl.create_default_context(cafile=usual, cadata=authorities)
        self._pools = urllib3.PoolManager(
            pools,
            maxsize=1,
            ssl_context=context,
            timeout=urllib3.Timeout(connect=limits.connect, read=limits.read),
            retries=_retry(limits),
        )
        self._pools.pool_classes_by_scheme = _pool_classes(self._own, resolve)

    def get(self, url: str, headers: dict[str, str]) -> tuple[urllib3.BaseHTTPResponse, Deadline]:
        """The answer to one request, redirects not followed, its body unread; the reader stops the deadline."""
        deadline = self._own.deadline = Deadline(self.limits.exchange)
        try:
            response = self._pools.request("GET", url, headers=headers, redirect=False, preload_content=False)
        except BaseException:
            deadline.stop()
            raise
        return response, deadline

    @property
    def cut(self) -> bool:
        """Whether the last exchange of this thread was cut off."""
        deadline = getattr(self._own, "deadline", None)
        return deadline is not None and deadline.over

    def close(self) -> None:
        self._pools.clear()


def _retry(limits: Limits) -> urllib3.Retry:
    class Patient(urllib3.Retry):
        """Waits as long as a host asks, unless that is too long; never asks again at once."""

        def increment(self, method=None, url=None, response=None, error=None, _pool=None, _stacktrace=None):
            if response is not None and (self.get_retry_after(response) or 0) > limits.patience:
                raise urllib3.exceptions.MaxRetryError(_pool, url)
            return super().increment(method, url, response, error, _pool, _stacktrace)

        def get_retry_after(self, response):
            try:
                return super().get_retry_after(response)
            except (InvalidHeader, ValueError, OverflowError):
                return None

        def get_backoff_time(self):
            return max(limits.back_off, super().get_backoff_time())

    return Patient(
        total=limits.retries,
        connect=1,
        read=1,
        redirect=False,
        other=0,
        status_forcelist=[429, 500, 502, 503, 504],
        backoff_factor=limits.back_off,
        raise_on_status=False,
    )


def _pool_classes(own: threading.local, resolve: Resolve | None) -> dict[str, type]:
    """Pools whose connections ask `resolve` for the way and tell the deadline of their thread."""

    class Watched:
        def _new_conn(self) -> socket.socket:
            sock = _connected(self, super()._new_conn, resolve or public_addresses)
            own.deadline.watch(sock)
            return sock

        def request(self, *arguments, **options) -> None:
            if self.sock is not None:
                own.deadline.watch(self.sock)
            super().request(*arguments, **options)

    class Plain(Watched, HTTPConnection):
        pass

    class Secure(Watched, HTTPSConnection):
        pass

    return {
        "http": type("Pool", (urllib3.HTTPConnectionPool,), {"ConnectionCls": Plain}),
        "https": type("Pool", (urllib3.HTTPSConnectionPool,), {"ConnectionCls": Secure}),
    }


def _connected(
    connection: HTTPConnection, connect: Callable[[], socket.socket], resolve: Resolve
) -> socket.socket:
    """A socket to the first address of the host that takes the connection."""
    host, port = connection._dns_host, connection.port
    try:
        addresses = resolve(host, port)
    except (socket.gaierror, UnicodeError) as error:
        cause = (
            error if isinstance(error, socket.gaierror) else socket.gaierror(socket.EAI_NONAME, str(error))
        )
        raise NameResolutionError(host, connection, cause) from cause
    try:
        for index, (connection._dns_host, connection.port) in enumerate(addresses, 1):
            try:
                return connect()
            except (NewConnectionError, ConnectTimeoutError):
                if index == len(addresses):
                    raise
    finally:
        connection._dns_host, connection.port = host, port
    raise NameResolutionError(host, connection, socket.gaierror(socket.EAI_NONAME, "no address"))
