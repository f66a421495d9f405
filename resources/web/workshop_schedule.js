// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { extend, loadSchedule } from "/web/workshop_server.js";
import { language, text } from "/web/workshop_texts.js";

const element = (id) => document.getElementById(id);
const askEvery = 30_000;

const units = new Map(
    ["hour", "minute", "second"].map((unit) => [unit, new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" })]),
);

/** "1 hr 12 min", and with seconds below five minutes. */
function asTime(seconds) {
    const whole = Math.max(0, Math.ceil(seconds));
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor((whole % 3600) / 60);
    const parts = [];
    if (hours > 0)
        parts.push(units.get("hour").format(hours));
    if (minutes > 0 || hours > 0)
        parts.push(units.get("minute").format(minutes));
    if (whole < 300)
        parts.push(units.get("second").format(whole % 60));
    return parts.join(" ");
}

/**
 * The time that is left. The server tells it every now and then as seconds, so that no two clocks have to agree; in between
 * it is counted here. `ended(status)` is called when the server has no such session any more.
 */
export class Schedule {
    constructor(first, { say, ended }) {
        this.schedule = first;
        this.takenAt = performance.now();
        this.say = say;
        this.ended = ended;
    }

    start() {
        element("extend").textContent = text("extend");
        element("extend").addEventListener("click", () => this.extend());
        document.addEventListener("visibilitychange", () => document.hidden || this.ask());
        window.addEventListener("online", () => this.ask());
        this.ticking = setInterval(() => this.draw(), 1000);
        this.take(this.schedule);
    }

    take(schedule) {
        this.schedule = schedule;
        this.takenAt = performance.now();
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.ask(), askEvery);
        this.draw();
    }

    /** No more of it: the session has ended. */
    stop(status) {
        clearInterval(this.ticking);
        this.hasEnded = true;
        this.ended(status);
    }

    async ask() {
        clearTimeout(this.timer);
        if (this.hasEnded)
            return;
        try {
            this.take(await loadSchedule());
            this.say("", "stale");
        } catch (error) {
            if ([401, 403, 404, 410].includes(error.status))
                return this.hasEnded || this.stop(error.status);
            this.say(text("stale"), "stale");
            this.timer = setTimeout(() => this.ask(), askEvery);
        }
    }

    async extend() {
        element("extend").disabled = true;
        try {
            const schedule = await extend();
            this.take(schedule);
            this.say(text(schedule.extended ? "extended" : "notExtended"), schedule.extended ? "" : "warn");
        } catch (error) {
            this.say(text("failed", error.status === 0 ? text("unreachable") : `${error.message}.`), "warn");
        }
        element("extend").disabled = false;
    }

    draw() {
        const { countdown, expiring, extendable } = this.schedule;
        const left = element("left");
        const hasEnd = typeof countdown === "number";
        const seconds = hasEnd ? countdown - (performance.now() - this.takenAt) / 1000 : Infinity;
        const words = hasEnd ? asTime(seconds) : "";
        left.textContent = hasEnd ? (seconds > 0 ? text("left", words) : text("expired")) : "";
        left.title = hasEnd ? text("leftLabel", words) : text("noEnd");
        element("time").classList.toggle("warn", Boolean(expiring));
        element("extend").hidden = !extendable;
        if (expiring && !this.wasExpiring)
            this.say(text("leftLabel", words), "warn");
        this.wasExpiring = expiring;
        if (hasEnd && seconds <= 0 && !this.askedAtEnd) {
            this.askedAtEnd = true; // once, and then as often as always
            this.ask();
        } else if (seconds > 0) {
            this.askedAtEnd = false;
        }
    }
}
