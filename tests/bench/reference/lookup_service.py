# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""lookup_service.py PORTAL_URL: a lookup service of the parts that Educates' is made of, for comparison: one process of
aiohttp, PyJWT for the tokens, dictionaries for the rest, nothing durable. It knows what portolan-null-server knows, and
asks the portals at PORTAL_URL for sessions: a token, a session, the token's end, on connections of their own each time.
It watches nothing and logs nothing, so it does less than Educates. Prints its address and an administrator's token, and
goes when it is killed."""

import asyncio
import dataclasses
import fnmatch
import secrets
import sys
import time

import aiohttp
import jwt
from aiohttp import web

SECRET = secrets.token_urlsafe(48)
PORTALS, WORKSHOPS_IN_EACH = 5, 20


@dataclasses.dataclass
class Client:
    name: str
    identity: str
    roles: list
    tenants: list


@dataclasses.dataclass
class Environment:
    name: str
    workshop: str
    title: str
    description: str
    labels: list
    phase: str = "Running"
    capacity: int = 0
    allocated: int = 0
    available: int = 0


@dataclasses.dataclass
class Portal:
    name: str
    labels: dict
    environments: dict
    capacity: int = 0
    allocated: int = 0


@dataclasses.dataclass
class Selector:
    names: list
    labels: dict

    def matches(self, name, labels):
        named = not self.names or any(fnmatch.fnmatchcase(name, glob) for glob in self.names)
        return named and all(labels.get(key) == value for key, value in self.labels.items())


@dataclasses.dataclass
class Tenant:
    clusters: Selector
    portals: Selector


class Cache:
    """Everything that the service knows, in the order of registration."""

    def __init__(self):
        self.clients = {"admin": Client("admin", "admin@educates:1#1", ["admin"], ["*"])}
        self.tenants = {"tenant": Tenant(Selector([], {}), Selector([], {}))}
        self.clusters = {"local": {f"portal-{number}": self._portal(number) for number in range(PORTALS)}}

    @staticmethod
    def _portal(number):
        environments = [Environment(f"portal-{number}-w{place + 1:02}", f"workshop-{place}", "Workshop",
                                    "About as much as people write about a workshop", [])
                        for place in range(WORKSHOPS_IN_EACH)]
        return Portal(f"portal-{number}", {}, {environment.name: environment for environment in environments})

    def portals_of(self, tenant):
        return [(cluster, portal) for cluster, portals in self.clusters.items() if tenant.clusters.matches(cluster, {})
                for portal in portals.values() if tenant.portals.matches(portal.name, portal.labels)]


CACHE = web.AppKey("cache", Cache)
PORTAL_URL = web.AppKey("portal_url", str)


def refused(status, text):
    return web.Response(status=status, text=text)


@web.middleware
async def verify_token(request, handler):
    header = request.headers.get("Authorization")
    if header:
        parts = header.split()
        if len(parts) != 2 or parts[0].lower() != "bearer":
            return refused(400, "Invalid Authorization header")
        try:
            request["token"] = jwt.decode(parts[1], SECRET, algorithms=["HS256"])
        except jwt.ExpiredSignatureError:
            return refused(401, "JWT token has expired")
        except jwt.InvalidTokenError:
            return refused(401, "JWT token is invalid")
    return await handler(request)


@web.middleware
async def know_client(request, handler):
    token = request.get("token")
    if not token:
        return refused(400, "JWT token not supplied")
    client = request.app[CACHE].clients.get(token["sub"])
    if not client:
        return refused(401, "Client details not found")
    if client.identity != token["jti"]:
        return refused(401, "Client identity does not match")
    if not {"admin", "tenant"}.intersection(client.roles):
        return refused(403, "Client access not permitted")
    request["client"] = client
    return await handler(request)


def may_use(client, tenant):
    return any(fnmatch.fnmatchcase(tenant, glob) for glob in client.tenants)


async def list_workshops(request):
    tenant = request.app[CACHE].tenants.get(request.query.get("tenant"))
    if not tenant:
        return refused(503, "Tenant not available")
    workshops = {}
    for _, portal in request.app[CACHE].portals_of(tenant):
        for environment in portal.environments.values():
            if environment.phase == "Running":
                workshops[environment.workshop] = {"name": environment.workshop, "title": environment.title,
                                                   "description": environment.description, "labels": environment.labels}
    return web.json_response({"workshops": list(workshops.values())})


def room_of(candidate):
    _, portal, environment = candidate
    in_portal = 1 if portal.capacity == 0 else portal.capacity - portal.allocated
    in_environment = 1 if environment.capacity == 0 else environment.capacity - environment.allocated
    return in_portal > 0, in_environment > 0, in_portal, environment.available, in_environment


async def ask_portal(base, environment, wanted):
    """The path that opens a session and its name; nothing where the portal has no room."""
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{base}/oauth2/token/", auth=aiohttp.BasicAuth("robot-id", "robot-secret"),
                                data={"grant_type": "password", "username": "robot@educates",
                                      "password": "robot-password"}) as answer:
            if answer.status != 200:
                return None
            token = (await answer.json())["access_token"]
        async with session.get(f"{base}/workshops/environment/{environment}/request/",
                               headers={"Authorization": f"Bearer {token}"},
                               params={"user": wanted.get("clientUserId", ""), "email": "", "first_name": "",
                                       "last_name": "", "index_url": wanted.get("clientIndexUrl", ""),
                                       "analytics_url": ""},
                               json={"parameters": wanted.get("workshopParams", [])}) as answer:
            given = await answer.json() if answer.status == 200 else None
        async with session.post(f"{base}/oauth2/revoke-token/",
                                data={"client_id": "robot-id", "client_secret": "robot-secret", "token": token}):
            pass
    return given and (given["url"], given["name"])


async def request_workshop(request):
    wanted = await request.json()
    tenant_name, workshop = wanted.get("tenantName"), wanted.get("workshopName")
    if not tenant_name or not workshop:
        return refused(400, "Missing tenantName" if not tenant_name else "Missing workshopName")
    if not may_use(request["client"], tenant_name):
        return refused(403, "Client not allowed access to tenant")
    tenant = request.app[CACHE].tenants.get(tenant_name)
    if not tenant:
        return refused(503, "Tenant not available")
    candidates = [(cluster, portal, environment) for cluster, portal in request.app[CACHE].portals_of(tenant)
                  for environment in portal.environments.values()
                  if environment.phase == "Running" and environment.workshop == workshop]
    for cluster, portal, environment in sorted(candidates, key=room_of, reverse=True):
        if given := await ask_portal(request.app[PORTAL_URL], environment.name, wanted):
            return web.json_response({"clusterName": cluster, "portalName": portal.name,
                                      "environmentName": environment.name, "sessionName": given[1],
                                      "clientUserId": wanted.get("clientUserId", ""),
                                      "sessionActivationUrl": request.app[PORTAL_URL] + given[0],
                                      "tenantName": tenant_name})
    return refused(503, "Workshop not available")


async def serve(portal_url):
    app = web.Application(middlewares=[verify_token, know_client])
    app[CACHE], app[PORTAL_URL] = Cache(), portal_url
    app.router.add_get("/api/v1/workshops", list_workshops)
    app.router.add_post("/api/v1/workshops", request_workshop)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print("Listening on http://127.0.0.1:{}".format(runner.addresses[0][1]))
    print(jwt.encode({"sub": "admin", "jti": "admin@educates:1#1", "exp": int(time.time()) + 3600}, SECRET), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
