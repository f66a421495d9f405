# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

import contextlib
import http.client
import json
import subprocess
import threading
import time

from harness import process, report

PER_SECOND = 100
SECONDS = 10


class Readers:
    """A program that subscribes many times, and obeys."""

    def __init__(self, bench, server, count, stuck):
        self.process = subprocess.Popen([bench.program("portolan-event-readers"), str(server.port), str(count), str(stuck)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self._write(server.token)
        self.answer()

    def _write(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise process.Failed(self.process.stderr.read().strip()[-600:])
        return line.split()

    def tell(self, order):
        self._write(order)
        return self.answer()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        process.end(self.process)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


class Changes:
    """A token is revoked and allowed again, so many times a second, each time an event."""

    def __init__(self, server):
        self.server = server
        self.count = 0
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        made = self._ask("POST", "/api/v1/me/tokens", {"name": "bench", "scopes": ["token:read"]}, 201)
        self.path = f"/api/v1/me/tokens/{json.loads(made)['id']}"

    def _ask(self, method, path, body, status=200):
        self.connection.request(method, path, json.dumps(body), {"Authorization": f"Bearer {self.server.token}",
                                                                 "Content-Type": "application/json"})
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status != status:
            raise process.Failed(f"{method} {path} is answered {answer.status}: {data[:300]}")
        return data

    def make(self):
        begin = time.monotonic()
        while (now := time.monotonic()) < begin + SECONDS:
            self._ask("PATCH", self.path, {"active": self.count % 2 == 1})
            self.count += 1
            time.sleep(max(0, begin + self.count / PER_SECOND - now))
        self.connection.close()


def run(bench):
    count = 10_000 if bench.full else 1_000
    stuck = count // 100
    server = bench.server(arguments=["--idle-timeout", "10m"])
    changes = Changes(server)
    time.sleep(1)
    before = server.memory.now()
    with Readers(bench, server, count, stuck) as readers:
        time.sleep(1)
        idle = (server.memory.now() - before) * 1024 / count
        readers.tell("go")
        used = process.processor_seconds(server.process.pid)
        failed = []

        def change():
            try:
                changes.make()
            except Exception as error:
                failed.append(error)

        worker = threading.Thread(target=change)
        worker.start()
        worker.join()
        used = process.processor_seconds(server.process.pid) - used
        if failed:
            raise failed[0]
        loaded = (server.memory.now() - before) * 1024 / count
        healthy, events, fewest, most, half, late, worst = readers.tell("stop")
        if not int(fewest) == int(most) == changes.count:
            raise process.Failed(f"of {changes.count} events the readers read {fewest} to {most}")
        asleep, caught_up, resynced, cut = map(int, readers.tell("wake"))
    rate = changes.count / SECONDS
    case = f"{rate:.0f} events/s to {count} subscribers, {stuck} stuck: p99 to the others"
    yield report.bounded(case, [float(late)], "ms", 250,
                         f"p50 {float(half):.0f} ms, worst {float(worst):.0f} ms")
    yield report.bounded("… memory each", [max(idle, loaded)], "KiB", 32, f"{idle:.1f} KiB before the first event")
    yield report.information("… processor time of each event to each", [used * 1e6 / int(events)], "µs")
    yield report.information("… of the stuck, up to date when they read again", [caught_up / asleep * 100], "%",
                             f"{resynced} told to resync, {cut} cut off")
