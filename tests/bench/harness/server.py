# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server in a process of its own, and what it is asked."""

import contextlib
import http.client
import json
import os
import subprocess
import time
import urllib.parse

from harness import process


class Server:
    def __init__(self, bench, data, core, arguments):
        self.bench, self.data = bench, data
        self.folder = data.parent
        self.arguments = [*process.on_core(core), bench.program("portolan-server"), "--data", data, "--listen",
                          "127.0.0.1:0", "--workspaces-per-owner", "1000000", "--max-connections-per-address", "20000",
                          *arguments]
        if core is not None:
            self.arguments += ["--threads", "1"]
        self._made = set()

    def __enter__(self):
        self.start()
        return self

    def start(self):
        self.errors = open(self.folder / "server.log", "ab")
        self.process = subprocess.Popen([str(word) for word in self.arguments], stdout=subprocess.PIPE, stderr=self.errors,
                                        env=os.environ | {"PORTOLAN_RATE_LIMIT_PER_MINUTE": "0",
                                                          "PORTOLAN_RATE_LIMIT_PER_ADDRESS_PER_MINUTE": "0"})
        line = self.process.stdout.readline().decode()
        if not line.startswith("Listening on "):
            self.process.wait(10)
            raise process.Failed("the server does not start: " + (self.folder / "server.log").read_text()[-600:])
        self.url = line.split()[-1]
        self.port = urllib.parse.urlsplit(self.url).port
        self.token = (self.data / "admin-token").read_text().strip()
        self.memory = process.Memory(self.process.pid)

    def stop(self):
        process.end(self.process)
        self.process.stdout.close()
        self.errors.close()

    def __exit__(self, *_):
        left = []
        for name in list(self._made):  # They would outlive the server.
            try:
                self.delete(name)
            except (OSError, http.client.HTTPException, process.Failed) as error:
                left.append(f"{name}: {error}")
        self.stop()
        if left:
            raise process.Failed("not deleted: " + "; ".join(left))

    def request(self, method, path, body=None, token=None):
        """Status and body, over a connection of its own."""
        headers = {"Authorization": f"Bearer {token or self.token}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def get(self, path, token=None):
        status, body = self.request("GET", path, token=token)
        if status != 200:
            raise process.Failed(f"GET {path} is answered {status}: {body[:300]}")
        return body

    def create(self, name):
        """POST; the workspace is deleted at the end."""
        self._made.add(name)
        status, body = self.request("POST", "/api/v1/workspaces", {"blueprint": "shell", "name": name})
        if status != 202:
            raise process.Failed(f"POST workspace {name} is answered {status}: {body[:300]}")

    def wait_until_running(self, name, patience=60):
        path = f"/api/v1/workspaces/{name}"
        until = time.monotonic() + patience
        while (workspace := json.loads(self.get(path)))["status"] != "Running":
            if workspace["status"] == "Error" or time.monotonic() > until:
                raise process.Failed(f"{name} is {workspace['status']}: {workspace['message']}")
            time.sleep(0.002)

    def delete(self, name, patience=60):
        path = f"/api/v1/workspaces/{name}"
        status, body = self.request("DELETE", path + "?delete=true")
        if status not in (202, 404):
            raise process.Failed(f"DELETE {name} is answered {status}: {body[:300]}")
        until = time.monotonic() + patience
        while self.request("GET", path)[0] != 404:
            if time.monotonic() > until:
                raise process.Failed(f"{name} is not gone after {patience} s")
            time.sleep(0.02)
        self._made.discard(name)

    def workspace(self, name):
        """A running one."""
        self.create(name)
        self.wait_until_running(name)
        return name

    def environment(self):
        """For portolanctl and OpenSSH: nothing of the user's own is read or written."""
        home = self.folder / "home"
        home.mkdir(mode=0o700, exist_ok=True)
        return {**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home)}

    def ctl(self, *words, url=None):
        """A command line of portolanctl; with a URL through that, and not as --data finds the server."""
        where = ["--server", url, "--token-file", self.data / "admin-token"] if url else ["--data", self.data]
        return [self.bench.program("portolanctl"), *where, *words]
