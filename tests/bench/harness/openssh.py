# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""OpenSSH's programs on their way into a workspace, by the Host block of portolanctl workspace ssh-config."""

from harness import process


class OpenSsh:
    def __init__(self, server, name, url=None):
        self.name = name
        self.environment = server.environment()
        key = server.folder / "id_ed25519"
        if not key.exists():
            process.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key])
        self.config = server.folder / f"ssh-config-{name}"
        self.config.write_bytes(process.run(server.ctl("workspace", "ssh-config", name, "--identity", key, url=url),
                                            env=self.environment))
        self.run("ssh", name, "true")

    def run(self, program, *words):
        return process.run([program, "-F", self.config, *words], env=self.environment)

    def scp(self, *words):
        """Seconds."""
        return process.timed(["scp", "-q", "-F", self.config, *words], env=self.environment)

    def sftp(self, batch, *options):
        """Seconds of a batch of commands; the first that fails ends it."""
        return process.timed(["sftp", "-q", "-F", self.config, *options, "-b", "-", self.name], env=self.environment,
                             input=batch.encode())
