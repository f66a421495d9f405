# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stored workspaces without starting any: written into the database as the ledger would (server/store/writer.cpp)."""

import hashlib
import json
import sqlite3

PER_OWNER = 50
CREATED = "2026-01-01T00:00:00.000000Z"
CREATED_MICROSECONDS = 1_767_225_600_000_000

#: An ordinary user with PER_OWNER workspaces, and the text of its token.
USER = "u00000"
USER_TOKEN = "the-token-of-an-ordinary-user-of-a-benchmark"


def _compact(value):
    return json.dumps(value, separators=(",", ":"))


def _user(number):
    name = f"u{number:05}"
    return name, _compact({"username": name, "fullname": "", "email": "", "organization": "default", "roles": ["user"],
                           "blueprints": ["*"], "number": number + 1, "shell": "/bin/bash", "locked": False,
                           "created": CREATED})


def _workspace(owner, number):
    name = f"{owner}-box-{number:06}"
    return name, _compact({
        "name": name, "runtimeId": f"b{number:011}", "owner": owner, "blueprint": "shell", "runtime": "local",
        "goal": "stopped", "state": "Stopped", "message": "stopped by its owner", "restarts": 0, "millicores": 1000,
        "memoryBytes": 1 << 30, "created": CREATED})


def fill(path, count):
    """So many stopped workspaces, PER_OWNER for each user, each with the event of its making."""
    users = [_user(number) for number in range((count + PER_OWNER - 1) // PER_OWNER)]
    workspaces = [(users[number // PER_OWNER][0], *_workspace(users[number // PER_OWNER][0], number))
                  for number in range(count)]
    hashed = hashlib.sha256(USER_TOKEN.encode()).hexdigest()
    token = _compact({"hash": hashed, "username": USER, "name": "bench", "created": CREATED})

    database = sqlite3.connect(path)
    with database:
        record = "INSERT INTO records (kind, id, version, json) VALUES (?, ?, 1, ?)"
        database.executemany(record, (("user", name, text) for name, text in users))
        database.executemany(record, (("workspace", name, text) for _, name, text in workspaces))
        database.execute(record, ("token", hashed, token))
        database.executemany(
            "INSERT INTO events (time, type, subject_kind, subject_id, owner, actor, data) "
            "VALUES (?, 'workspace.created', 'workspace', ?, ?, ?, ?)",
            ((CREATED_MICROSECONDS + number, name, owner, owner, '{"state":"Starting","message":"waiting to be started"}')
             for number, (owner, name, _) in enumerate(workspaces)))
        database.execute("UPDATE counters SET value = (SELECT max(seq) FROM events) WHERE name = 'seq'")
        database.execute("INSERT OR REPLACE INTO event_blocks SELECT seq / 256, min(time), max(time) FROM events GROUP BY seq / 256")
        for column in ("type", "subject_kind", "subject_id", "owner"):
            database.execute(f"INSERT OR IGNORE INTO event_terms SELECT DISTINCT seq / 256, '{column}=' || {column} FROM events")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
