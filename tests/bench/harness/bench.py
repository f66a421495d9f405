# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all cases share: the programs, a folder that goes away, two cores, seeded data folders."""

import contextlib
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import process, rows
from harness.nginx import Nginx
from harness.server import Server


class Bench(contextlib.ExitStack):
    def __init__(self, given):
        super().__init__()
        self.full = given.full
        self.rounds = given.rounds
        self.bin = self._programs(given.bin)
        cores = sorted(os.sched_getaffinity(0))
        self.server_core, self.client_core = cores[0], cores[-1]
        self.folder = Path(self.enter_context(tempfile.TemporaryDirectory(prefix="portolan-bench-", dir=given.folder)))
        # A user's temporary folder is entered by the workspaces' own user numbers.
        self.folder.chmod(0o711)
        self._seeds = {}
        self._count = 0

    @staticmethod
    def _programs(given):
        for folder in [given, Path(sys.argv[0]).absolute().parent]:
            if folder and (folder / "portolan-server").exists():
                return folder.absolute()
        found = shutil.which("portolan-server")
        if not found:
            sys.exit("portolan-bench: there is no portolan-server beside this program or in PATH; say --bin FOLDER")
        return Path(found).parent

    def program(self, name):
        return self.bin / name

    def new_folder(self, name):
        self._count += 1
        folder = self.folder / f"{self._count}-{name}"
        folder.mkdir(mode=0o711)
        return folder

    def server(self, count=0, *, core=None, arguments=()):
        """A running server with so many stored workspaces. Ends with the case."""
        return self._case.enter_context(Server(self, self.data_folder(count), core, arguments))

    def nginx(self, *, core, locations=""):
        return self._case.enter_context(Nginx(self.new_folder("nginx"), core, locations))

    def data_folder(self, count=0):
        """A data folder of its own, with so many stopped workspaces in its database."""
        data = self.new_folder("data") / "data"
        if count == 0:
            return data
        if count not in self._seeds:
            seed = self.new_folder("seed") / "data"
            with Server(self, seed, None, ()):
                pass  # Makes the database.
            rows.fill(seed / "portolan.db", count)
            self._seeds[count] = seed
        shutil.copytree(self._seeds[count], data)
        return data

    def random_file(self, name, size):
        path = self.new_folder("file") / name
        with open(path, "wb") as file:
            for _ in range(size >> 20):
                file.write(secrets.token_bytes(1 << 20))
            file.write(secrets.token_bytes(size % (1 << 20)))
        return path

    def load(self, url, pid, token=None, connections=32, seconds=3, posts=None):
        """wrk on the client's core: requests a second, and the µs of processor time that each took of the process.
        Every answer must be a good one. `posts`: the body that is posted, instead of GET."""
        script = self.folder / "wrk.lua"
        script.touch(mode=0o600)  # The token is not in the list of processes.
        script.write_text((f'wrk.headers["Authorization"] = "Bearer {token}"\n' if token else "")
                          + (f"wrk.method = \"POST\"\nwrk.body = '{posts}'\n" if posts else ""))
        before = process.processor_seconds(pid)
        output = process.run([*process.on_core(self.client_core), "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s",
                              script, url]).decode()
        used = process.processor_seconds(pid) - before
        if "Non-2xx" in output or "Socket errors" in output:
            raise process.Failed(f"wrk on {url}: {output}")
        count = int(re.search(r"(\d+) requests in", output)[1])
        return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1]), used / count * 1e6

    @contextlib.contextmanager
    def case(self):
        """What a case starts ends with it."""
        with contextlib.ExitStack() as self._case:
            yield
        subprocess.run(["sync", "-f", self.folder], check=True)  # The next case shall not wait for our writes.
