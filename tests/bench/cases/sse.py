# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import selectors
import socket
import threading
import time
from datetime import datetime

from harness import process, report

WORKSPACES = 10
TIME = re.compile(rb'"time":"([^"]+)"')


class Subscribers:
    """Open event streams, and when what came on each."""

    def __init__(self, server, count):
        self.selector = selectors.DefaultSelector()
        self.came = []
        request = (f"GET /api/events/stream HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n"
                   f"Authorization: Bearer {server.token}\r\n\r\n").encode()
        self.connections = []
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
            connection.sendall(request)
            if not connection.recv(65536).startswith(b"HTTP/1.1 200"):
                raise process.Failed("a subscription is refused")
            connection.setblocking(False)
            self.connections.append(connection)
            self.selector.register(connection, selectors.EVENT_READ)

    def read_until(self, over):
        """Reads everything until the event is set and two quiet seconds are over."""
        last = time.monotonic()
        while not over.is_set() or time.monotonic() - last < 2:
            for key, _ in self.selector.select(0.1):
                data = key.fileobj.recv(65536)
                if not data:
                    raise process.Failed("a subscriber was cut off")
                self.came.append((time.time(), data))
                last = time.monotonic()

    def delays(self):
        """Milliseconds from the time that an event has to the one that it was read at, of every event that was read."""
        return [(when - datetime.fromisoformat(text.decode()).timestamp()) * 1000
                for when, data in self.came for text in TIME.findall(data)]

    def close(self):
        for connection in self.connections:
            connection.close()


def run(bench):
    count = 10_000 if bench.full else 1_000
    server = bench.server(arguments=["--idle-timeout", "10m"])
    time.sleep(1)
    before = server.memory.now()
    subscribers = Subscribers(server, count)
    try:
        time.sleep(1)
        idle = (server.memory.now() - before) * 1024 / count
        over, failed = threading.Event(), []

        def work():
            try:
                for number in range(WORKSPACES):
                    server.workspace(f"sse-{number}")
                    server.delete(f"sse-{number}")
            except Exception as error:
                failed.append(error)
            finally:
                over.set()

        worker = threading.Thread(target=work)
        worker.start()
        subscribers.read_until(over)
        worker.join()
        if failed:
            raise failed[0]
        loaded = (server.memory.now() - before) * 1024 / count
    finally:
        subscribers.close()
    delays = sorted(subscribers.delays())
    if not delays or len(delays) % count:
        raise process.Failed(f"{count} subscribers read {len(delays)} events: not the same number each")
    yield report.bounded(f"{count} event subscribers, each", [max(idle, loaded)], "KiB", 32)
    yield report.bounded(f"an event at {count} subscribers, p99 of {len(delays)}", [delays[len(delays) * 99 // 100]],
                         "ms", 250)
