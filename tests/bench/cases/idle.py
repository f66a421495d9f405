# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

import socket
import time

from harness import process, report

COUNT = 10_000


def _ask(connection, request):
    connection.sendall(request)
    answer = connection.recv(65536)
    if not answer.startswith(b"HTTP/1.1 200"):
        raise process.Failed(f"a connection is answered {answer[:100]}")


def _connect(port, request):
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    _ask(connection, request)
    return connection


def _growth(port, request, memory):
    """KiB for each connection that had one answer and stays."""
    for _ in range(200):  # What is allocated once is not a connection's.
        _connect(port, request).close()
    time.sleep(0.5)
    before = memory.now()
    connections = []
    try:
        for _ in range(COUNT):
            connections.append(_connect(port, request))
        time.sleep(1)
        growth = (memory.now() - before) * 1024 / COUNT
        for connection in connections:  # Each is still there and served.
            _ask(connection, request)
        return growth
    finally:
        for connection in connections:
            connection.close()


def run(bench):
    server = bench.server(arguments=["--idle-timeout", "10m"])
    nginx = bench.nginx(core=None)
    authorization = f"Authorization: Bearer {server.token}\r\n"
    ours = _growth(server.port, f"GET /api/v1/workspaces?all=true HTTP/1.1\r\nHost: x\r\n{authorization}\r\n".encode(),
                   server.memory)
    reference = _growth(nginx.port, b"GET /small HTTP/1.1\r\nHost: x\r\n\r\n", process.Memory(nginx.worker))
    yield report.bounded("10 000 idle connections, each", [ours], "KiB", 24, f"{reference:.1f} KiB (nginx)")
