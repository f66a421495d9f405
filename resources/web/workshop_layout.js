// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { SessionTerminal } from "/web/workshop_terminal.js";
import { text } from "/web/workshop_texts.js";

const element = (id) => document.getElementById(id);

/** The bar between the halves: by pointer, arrows, Home and End. Its place is kept for the next workshop too. */
export function makeSplitter() {
    const splitter = element("splitter");
    const least = Number(splitter.ariaValueMin);
    const most = Number(splitter.ariaValueMax);
    const key = "portolan.workshop.split";
    splitter.setAttribute("aria-label", text("splitter"));

    const move = (percent) => {
        const place = Math.round(Math.min(most, Math.max(least, percent)) * 10) / 10;
        splitter.ariaValueNow = String(Math.round(place));
        element("halves").style.setProperty("--split", `${place}%`);
        try {
            localStorage.setItem(key, String(place));
        } catch {
            // a browser that keeps nothing: the bar is where it was next time
        }
    };
    const place = () => Number(splitter.ariaValueNow);
    const steps = { ArrowLeft: -2, ArrowRight: 2, PageUp: 10, PageDown: -10, Home: -100, End: 100 };
    splitter.addEventListener("keydown", (event) => {
        if (!(event.key in steps))
            return;
        event.preventDefault();
        move(place() + steps[event.key]);
    });
    splitter.addEventListener("pointerdown", (event) => {
        splitter.setPointerCapture(event.pointerId);
        event.preventDefault();
        splitter.focus();
    });
    splitter.addEventListener("pointermove", (event) => {
        if (!splitter.hasPointerCapture(event.pointerId))
            return;
        const { left, width } = element("halves").getBoundingClientRect();
        move((100 * (event.clientX - left)) / width);
    });
    try {
        const kept = Number(localStorage.getItem(key));
        if (kept >= least && kept <= most)
            move(kept);
    } catch {
        // as above
    }
}

/** Where the window is too narrow for both halves one of them is seen: "instructions" or "terminals". */
export function showHalf(name) {
    element("halves").dataset.shown = name;
    element("show-instructions").setAttribute("aria-pressed", String(name === "instructions"));
    element("show-terminals").setAttribute("aria-pressed", String(name === "terminals"));
}

export function makeSwitch() {
    element("switch").setAttribute("aria-label", `${text("instructions")}, ${text("terminals")}`);
    element("show-instructions").textContent = text("instructions");
    element("show-terminals").textContent = text("terminals");
    element("show-instructions").addEventListener("click", () => showHalf("instructions"));
    element("show-terminals").addEventListener("click", () => showHalf("terminals"));
    showHalf("instructions");
}

/** The terminals, of which one is seen: tabs that go by arrows, Home and End. */
export class Terminals {
    constructor(count) {
        this.tabs = [];
        this.terminals = [];
        this.lost = () => {}; // called where a connection was lost
        element("terminals").setAttribute("aria-label", text("terminals"));
        element("tabs").setAttribute("aria-label", text("terminals"));
        element("tabs").addEventListener("keydown", (event) => this.keyWasPressed(event));
        for (let number = 1; number <= count; ++number)
            this.add(number);
        this.show(1, { takesFocus: false });
        for (const event of ["online", "focus"])
            window.addEventListener(event, () => this.terminals.forEach((terminal) => terminal.connectNow()));
    }

    add(number) {
        const tab = document.createElement("button");
        tab.type = "button";
        tab.id = `tab-${number}`;
        tab.setAttribute("role", "tab");
        tab.setAttribute("aria-controls", `screen-${number}`);
        const mark = document.createElement("span");
        mark.className = "mark";
        mark.setAttribute("aria-hidden", "true");
        tab.append(mark, text("terminal", number));
        tab.addEventListener("click", () => this.show(number));
        element("tabs").append(tab);
        this.tabs.push(tab);

        const screen = document.createElement("div");
        screen.id = `screen-${number}`;
        screen.className = "screen";
        screen.setAttribute("role", "tabpanel");
        screen.setAttribute("aria-labelledby", tab.id);
        const glass = document.createElement("div");
        glass.className = "glass";
        const line = document.createElement("p");
        line.className = "state";
        const state = document.createElement("span");
        const told = document.createElement("span"); // to screen readers, and not with each second
        told.className = "told";
        told.setAttribute("role", "status");
        const hint = document.createElement("span");
        hint.textContent = text("leave");
        line.append(state, hint, told);
        screen.append(glass, line);
        element("screens").append(screen);
        this.terminals.push(new SessionTerminal(number, glass, (kind, words) => {
            if (kind !== line.dataset.state)
                told.textContent = `${text("terminal", number)}: ${words}`;
            if (kind === "warn" && line.dataset.state === "ok")
                this.lost();
            tab.dataset.state = line.dataset.state = kind;
            state.textContent = words;
            tab.title = words;
        }));
    }

    close() {
        this.terminals.forEach((terminal) => terminal.close());
    }

    all() {
        return this.terminals;
    }

    /** Undefined where there is none. */
    get(number) {
        return this.terminals[number - 1];
    }

    show(number, { takesFocus = true } = {}) {
        for (const [index, tab] of this.tabs.entries()) {
            const isShown = index + 1 === number;
            tab.setAttribute("aria-selected", String(isShown));
            tab.tabIndex = isShown ? 0 : -1;
            element(`screen-${index + 1}`).hidden = !isShown;
        }
        if (!takesFocus)
            return;
        showHalf("terminals");
        this.get(number).fit();
        this.get(number).focus();
    }

    keyWasPressed(event) {
        const last = this.tabs.length - 1;
        const at = this.tabs.indexOf(event.target);
        const next = { ArrowLeft: at === 0 ? last : at - 1, ArrowRight: at === last ? 0 : at + 1, Home: 0, End: last }[event.key];
        if (at < 0 || next === undefined)
            return;
        event.preventDefault();
        this.show(next + 1, { takesFocus: false });
        this.tabs[next].focus();
    }
}

/** F6 and Shift+F6 lead from part to part: the way out of a terminal, which takes Tab for itself. */
export function makePartKeys() {
    const parts = () => [
        [element("instructions"), () => element("text").focus()],
        [element("splitter"), () => element("splitter").focus()],
        [element("terminals"), () => document.querySelector("#tabs [aria-selected=true]").focus()],
        [element("screens"), () => document.querySelector(".screen:not([hidden]) textarea")?.focus()],
        [element("bar"), () => element("finish").focus()],
    ].filter(([part]) => part.checkVisibility());
    document.addEventListener("keydown", (event) => {
        if (event.key !== "F6")
            return;
        event.preventDefault();
        const list = parts();
        const at = list.findLastIndex(([part]) => part.contains(document.activeElement));
        list[(at + (event.shiftKey ? list.length - 1 : 1) + (at < 0 && event.shiftKey ? 1 : 0)) % list.length][1]();
    });
}
