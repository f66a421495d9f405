# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A distant server: a relay that gives each byte on after half a round trip, for machines without netem."""

import asyncio
import threading
from collections import deque

from harness.nginx import free_port

CHUNK = 1 << 16
IN_FLIGHT = 64 << 20  # More than any bandwidth of ours times any delay of ours.


class Relay:
    def __init__(self, target, round_trip):
        self.target, self.delay = target, round_trip / 2
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self.loop = asyncio.new_event_loop()
        self.server = self.loop.run_until_complete(asyncio.start_server(self._accept, "127.0.0.1", self.port))
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def _end(self):
        self.server.close()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    async def _accept(self, reader, writer):
        there, back = await asyncio.open_connection("127.0.0.1", self.target)
        await asyncio.gather(self._carry(reader, back), self._carry(there, writer), return_exceptions=True)

    async def _carry(self, source, sink):
        waiting, size, changed = deque(), 0, asyncio.Event()
        time = self.loop.time

        async def receive():
            nonlocal size
            while True:
                while size > IN_FLIGHT:
                    await asyncio.sleep(0.001)
                data = await source.read(CHUNK)
                waiting.append((time() + self.delay, data))
                size += len(data)
                changed.set()
                if not data:
                    return

        receiving = asyncio.create_task(receive())
        try:
            while True:
                while not waiting:
                    changed.clear()
                    await changed.wait()
                due, data = waiting.popleft()
                if (early := due - time()) > 0:
                    await asyncio.sleep(early)
                if not data:
                    break
                sink.write(data)
                size -= len(data)
                await sink.drain()
        finally:
            receiving.cancel()
            sink.close()
