# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

import filecmp

from harness import process, report
from harness.openssh import OpenSsh


class Transfer:
    """One file, up and down, by curl through the API and by scp."""

    def __init__(self, bench):
        self.size = (4 if bench.full else 1) << 30
        self.server = bench.server()
        self.name = self.server.workspace("transfer")
        self.ssh = OpenSsh(self.server, self.name)
        self.local = bench.random_file("large", self.size)
        self.back = self.local.with_name("back")
        self.header = self.local.with_name("header")
        self.header.touch(mode=0o600)
        self.header.write_text(f"Authorization: Bearer {self.server.token}\n")
        self.upload, self.download, self.scp_put, self.scp_get, self.growth = [], [], [], [], []

    def _curl(self, *words):
        url = f"{self.server.url}/api/v1/workspaces/{self.name}/files?path=api"
        memory = self.server.memory
        memory.reset_peak()
        before = memory.now()
        seconds = process.timed(["curl", "-sS", "--fail", "-H", f"@{self.header}", *words, url])
        self.growth.append(memory.peak() - before)
        return self._rate(seconds)

    def _rate(self, seconds):
        return self.size / seconds / 1e6

    def _check(self):
        if not filecmp.cmp(self.local, self.back, shallow=False):
            raise process.Failed("what came back is not what was sent")
        self.back.unlink()

    def round(self):
        self.upload.append(self._curl("-T", self.local, "-o", "/dev/null"))
        self.scp_put.append(self._rate(self.ssh.scp(self.local, f"{self.name}:scp")))
        self.download.append(self._curl("-o", self.back))
        self._check()
        self.scp_get.append(self._rate(self.ssh.scp(f"{self.name}:scp", self.back)))
        self._check()
        self.ssh.run("ssh", self.name, "rm api scp && sync")


def run(bench):
    transfer = Transfer(bench)
    for _ in range(bench.rounds):
        transfer.round()
    size = f"{transfer.size >> 30} GiB"
    yield report.against(f"upload, {size}", transfer.upload, transfer.scp_put, "MB/s", "scp", 0.8)
    yield report.against(f"download, {size}", transfer.download, transfer.scp_get, "MB/s", "scp", 0.8)
    yield report.bounded(f"server's growth, {size}", [max(transfer.growth)], "MiB", 16)
