// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Requests to the session's own paths, which lie below the page's.

/** An answer that is none: status 0 where the server was not reached. */
export class Refused extends Error {
    constructor(status, detail) {
        super(detail);
        this.status = status;
    }
}

async function ask(path, options = {}) {
    let answer;
    try {
        answer = await fetch(path, { ...options, signal: AbortSignal.timeout(20_000), cache: "no-store" });
    } catch (error) {
        throw new Refused(0, String(error.message ?? error));
    }
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok)
        throw new Refused(answer.status, body.detail ?? body.title ?? String(answer.status));
    return body;
}

export const loadPage = () => ask("page/");
export const loadSchedule = () => ask("schedule/");
export const extend = () => ask("extend/", { method: "POST" });
export const terminate = () => ask("terminate/", { method: "POST" });

let lastTold = Promise.resolve();

/** Tells what happened, for statistics, one after the other: nothing on the page depends on it. */
export function tell(name, data = {}) {
    lastTold = lastTold.then(async () => {
        try {
            await ask("event/", {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ event: { name, data } }),
                keepalive: true, // also while the page is left
            });
        } catch (error) {
            console.info(`the event ${name} was not told: ${error.message}`);
        }
    });
    return lastTold;
}

/** The address of the page's terminal `number`, as a WebSocket's. */
export function terminalUrl(number) {
    const url = new URL(`terminal/${number}`, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return url;
}

/** Where a link may lead that the server has named: a path of its own, or another site. Else nothing. */
export function safeUrl(address) {
    try {
        const url = new URL(address, location.href);
        return address !== "" && ["http:", "https:"].includes(url.protocol) ? url.href : null;
    } catch {
        return null;
    }
}
