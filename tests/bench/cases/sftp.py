# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

import secrets
import shutil

from harness import process, report
from harness.openssh import OpenSsh

LARGE = 256 << 20
DEEP = ["-R", "256"]


class Sftp:
    """The same copies by portolanctl and by OpenSSH's sftp, both through the tunnel."""

    def __init__(self, bench, server, url=None):
        self.server, self.url = server, url
        self.name = server.workspace("sftp")
        self.ssh = OpenSsh(server, self.name, url)
        self.here = bench.new_folder("sftp")

    def _cp(self, source, target):
        return process.timed(self.server.ctl("workspace", "cp", source, target, url=self.url), env=self.ssh.environment)

    def large(self, bench, size):
        file = bench.random_file("large", size)
        put, get, sftp_put, sftp_get = [], [], [], []
        for _ in range(bench.rounds):
            put.append(size / self._cp(file, f"{self.name}:ours") / 1e6)
            sftp_put.append(size / self.ssh.sftp(f"put {file} theirs\n", *DEEP) / 1e6)
            get.append(size / self._cp(f"{self.name}:ours", self.here) / 1e6)
            sftp_get.append(size / self.ssh.sftp(f"get theirs {self.here}/theirs\n", *DEEP) / 1e6)
            for name in ("ours", "theirs"):
                process.run(["cmp", file, self.here / name])
                (self.here / name).unlink()
            self.ssh.run("ssh", self.name, "rm ours theirs && sync")
        return (put, sftp_put), (get, sftp_get)

    def small(self, bench, count):
        tree = bench.new_folder("tree") / "tree"
        tree.mkdir()
        for number in range(count):
            (tree / f"file-{number:05}").write_bytes(secrets.token_bytes(4096))
        put, get, sftp_put, sftp_get = [], [], [], []
        for _ in range(bench.rounds):
            put.append(count / self._cp(tree, f"{self.name}:ours"))
            sftp_put.append(count / self.ssh.sftp(f"put -r {tree} theirs\n"))
            get.append(count / self._cp(f"{self.name}:ours", self.here / "ours"))
            sftp_get.append(count / self.ssh.sftp(f"get -r theirs {self.here}/theirs\n"))
            for name in ("ours", "theirs"):
                self._same(tree, self.here / name)
            self.ssh.run("ssh", self.name, "rm -r ours theirs && sync")
        return (put, sftp_put), (get, sftp_get)

    @staticmethod
    def _same(tree, copy):
        process.run(["diff", "-r", tree, copy if (copy / "file-00000").exists() else copy / tree.name])
        shutil.rmtree(copy)


def run(bench):
    sftp = Sftp(bench, bench.server())
    put, get = sftp.large(bench, LARGE)
    peer = "sftp -R 256"
    yield report.against("cp of 256 MiB to a workspace", *put, "MB/s", peer, 1.0)
    yield report.against("cp of 256 MiB from a workspace", *get, "MB/s", peer, 1.0)
    count = 10_000 if bench.full else 2_000
    put, get = sftp.small(bench, count)
    yield report.against(f"cp of {count} files of 4 KiB to a workspace", *put, "files/s", "sftp -r", 1.5)
    yield report.against(f"cp of {count} files of 4 KiB from a workspace", *get, "files/s", "sftp -r", 1.5)
