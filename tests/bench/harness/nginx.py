# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""nginx as the reference: one worker, one core, files out of its cache of open files."""

import http.client
import socket
import subprocess
import time

from harness import process

CONFIGURATION = """
daemon off; worker_processes 1; worker_rlimit_nofile 20000; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 19000; }}
http {{
    access_log off; default_type application/json; types {{ }}
    sendfile on; tcp_nopush on; tcp_nodelay on;
    keepalive_timeout 600s; keepalive_requests 1000000000;
    open_file_cache max=100 inactive=600s; open_file_cache_valid 600s;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location = /small {{ return 200 '{{"status":"ok"}}'; }}
        {locations}
        location / {{ root {folder}/files; }}
    }}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Nginx:
    def __init__(self, folder, core, locations=""):
        """`locations`: more of its configuration, which come before files."""
        self.folder, self.core, self.locations = folder, core, locations
        folder.chmod(0o755)  # Its worker is another user.
        (folder / "files").mkdir(mode=0o755)

    def __enter__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        configuration = self.folder / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(folder=self.folder, port=self.port, locations=self.locations))
        self.process = subprocess.Popen([*process.on_core(self.core), "nginx", "-p", self.folder, "-e",
                                         self.folder / "error.log", "-c", configuration])
        until = time.monotonic() + 10
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                process.end(self.process)
                raise process.Failed("nginx does not start: " + (self.folder / "error.log").read_text()[-600:])
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        process.end(self.process)

    def _answers(self):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/small")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def serve(self, name, body):
        """URL of a file with this content."""
        path = self.folder / "files" / name
        path.write_bytes(body)
        path.chmod(0o644)
        return f"{self.url}/{name}"

    @property
    def worker(self):
        """Process id of its one worker."""
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children") as file:
            return int(file.read().split()[0])
