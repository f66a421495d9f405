# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

from cases.sftp import Sftp
from harness import report
from harness.relay import Relay

SECONDS = 0.020
LARGE, SMALL = 64 << 20, 100


def run(bench):
    server = bench.server()
    with Relay(server.port, SECONDS) as relay:
        sftp = Sftp(bench, server, relay.url)
        put, get = sftp.large(bench, LARGE)
        yield report.against("cp of 64 MiB to a workspace, 20 ms away", *put, "MB/s", "sftp -R 256", 1.0)
        yield report.against("cp of 64 MiB from a workspace, 20 ms away", *get, "MB/s", "sftp -R 256", 1.0)
        put, get = sftp.small(bench, SMALL)
        yield report.against("cp of 100 files to a workspace, 20 ms away", *put, "files/s", "sftp -r", 1.5)
        yield report.against("cp of 100 files from a workspace, 20 ms away", *get, "files/s", "sftp -r", 1.5)
