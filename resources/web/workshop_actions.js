// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { copyText } from "/web/workshop_clipboard.js";
import { safeUrl } from "/web/workshop_server.js";
import { actionTitle, text } from "/web/workshop_texts.js";

const interrupt = "\x03";

/** As it would be typed: Enter at the end of each line. */
const asTyped = (lines) => lines.replace(/\r?\n/g, "\r");

/** Lines are typed one after the other; the last one has its Enter too, unless it is wanted otherwise. */
const asLines = (lines, withEnter = true) => asTyped(lines) + (withEnter ? "\r" : "");

/**
 * What the action blocks of instructions do, to `terminals`, by the name in data-action. Each gives what is said to the
 * person, and throws an Error that says why it could not be done.
 */
export class Actions {
    constructor(terminals) {
        this.terminals = terminals;
    }

    /** Gives a title in the page's language to each block below `element`, unless its author gave one. */
    prepare(element) {
        for (const button of element.querySelectorAll("button.action")) {
            const title = button.querySelector(".action-title");
            if (!button.dataset.titled)
                title.textContent = actionTitle(button.dataset.action, button.dataset.session);
            const state = document.createElement("span");
            state.className = "action-state";
            button.append(state);
        }
    }

    async run(button) {
        const { action, session } = button.dataset;
        const [family, verb] = action.split(":");
        const ofTerminals = family === "terminal" || verb === "expose-terminal";
        const targets = verb.endsWith("-all") ? this.terminals.all() : [this.terminals.get(Number(session))];
        if (ofTerminals && targets.includes(undefined))
            throw new Error(text("noTerminal", session));
        const said = await this.perform(action.replace("-all", ""), button.dataset, targets);
        if (ofTerminals)
            this.terminals.show(targets[0].number);
        this.markDone(button);
        return said;
    }

    async perform(action, data, targets) {
        switch (action) {
        case "terminal:execute":
            if (data.clear === "true")
                targets.forEach((terminal) => terminal.clear());
            return sendToEach(targets, asLines(data.command));
        case "terminal:input":
            return sendToEach(targets, asLines(data.text, data.endl !== "false"));
        case "terminal:interrupt":
            return sendToEach(targets, interrupt);
        case "terminal:clear":
            targets.forEach((terminal) => terminal.clear());
            return "";
        case "dashboard:expose-terminal":
            return "";
        case "dashboard:open-url":
            window.open(safeUrl(data.url) ?? "about:blank", "_blank", "noopener,noreferrer");
            return "";
        case "workshop:copy":
        case "workshop:copy-and-edit":
            return copy(data.text);
        default:
            throw new Error(action);
        }
    }

    markDone(button) {
        button.classList.add("done");
        button.querySelector(".action-state").textContent = `✓ ${text("done")}`;
    }
}

function sendToEach(targets, bytes) {
    const silent = targets.filter((terminal) => !terminal.sendText(bytes));
    if (silent.length > 0)
        throw new Error(silent.map((terminal) => text("notConnected", terminal.number)).join(" "));
    return text("ran", targets.map((terminal) => terminal.number).join(", "));
}

async function copy(words) {
    try {
        await copyText(words);
    } catch {
        throw new Error(text("notCopied"));
    }
    return text("copied");
}
