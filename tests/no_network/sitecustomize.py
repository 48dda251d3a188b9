"""Refuse every connection that leaves this machine: on the path of the tests' own process and of all its children."""

import socket


def _is_local(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = str(address[0])
    return host in {"localhost", "::1", "", "0.0.0.0"} or host.startswith("127.")


def _guarded(method):
    def connect(self, address):
        if not _is_local(address):
            raise RuntimeError(f"the tests and all they start stay off the network; tried {address!r}")
        return method(self, address)

    return connect


def _guarded_lookup(host, *rest, **named):
    if host is not None and not _is_local((host if isinstance(host, str) else host.decode(),)):
        raise RuntimeError(f"the tests and all they start stay off the network; tried {host!r}")
    return _lookup(host, *rest, **named)


_lookup = socket.getaddrinfo
socket.getaddrinfo = _guarded_lookup
socket.socket.connect = _guarded(socket.socket.connect)
socket.socket.connect_ex = _guarded(socket.socket.connect_ex)
