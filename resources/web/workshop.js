// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { Actions } from "/web/workshop_actions.js";
import { Instructions } from "/web/workshop_instructions.js";
import { makePartKeys, makeSplitter, makeSwitch, Terminals } from "/web/workshop_layout.js";
import { Schedule } from "/web/workshop_schedule.js";
import { loadPage, safeUrl, tell, terminate } from "/web/workshop_server.js";
import { language, messageFor, text } from "/web/workshop_texts.js";

const element = (id) => document.getElementById(id);

/** The portal's own page, of /portals/{portal}/workshops/session/{session}/. */
function portalPath() {
    return location.pathname.replace(/\/workshops\/session\/.*$/, "/");
}

let silence;

/** Says something below, for a while; kind "warn" stands out, and "stale" stays until it is taken back with "". */
function say(words, kind = "") {
    const said = element("said");
    if (kind === "stale" ? said.dataset.kind !== "stale" && words === "" : words === "")
        return;
    clearTimeout(silence);
    said.textContent = words;
    said.dataset.kind = words === "" ? "" : kind;
    if (kind !== "stale")
        silence = setTimeout(() => (said.textContent = ""), kind === "warn" ? 10_000 : 4000);
}

/** One message instead of all else. */
function showMessage(status, detail, indexUrl) {
    const isOffline = status === 0;
    const [title, sentence] = messageFor(isOffline ? "Offline" : status, detail);
    element("workshop").hidden = true;
    document.title = title;
    element("message-title").textContent = title;
    element("message-text").textContent = sentence;
    element("message-link").textContent = text(isOffline ? "tryAgain" : "back");
    element("message-link").href = isOffline ? location.href : (safeUrl(indexUrl ?? "") ?? portalPath());
    element("message").hidden = false;
}

function makeFinish(indexUrl) {
    const question = element("finish-question");
    const ask = (isAsked) => {
        question.hidden = !isAsked;
        element("finish").setAttribute("aria-expanded", String(isAsked));
        element(isAsked ? "finish-not" : "finish").focus();
    };
    element("finish").textContent = text("finish");
    element("finish-text").textContent = text("finishQuestion");
    element("finish-now").textContent = text("finishNow");
    element("finish-not").textContent = text("finishNot");
    element("finish").addEventListener("click", () => ask(question.hidden));
    element("finish-not").addEventListener("click", () => ask(false));
    question.addEventListener("keydown", (event) => event.key === "Escape" && ask(false));
    element("finish-now").addEventListener("click", async () => {
        element("finish-now").disabled = true;
        say(text("finishing"));
        try {
            await Promise.race([tell("Workshop/Finish"), new Promise((done) => setTimeout(done, 2000))]);
            await terminate();
        } catch (error) {
            // One that has ended already is finished.
            if (![404, 410].includes(error.status)) {
                element("finish-now").disabled = false;
                return say(text("failed", error.status === 0 ? text("unreachable") : `${error.message}.`), "warn");
            }
        }
        location.assign(safeUrl(indexUrl) ?? portalPath());
    });
}

async function start() {
    document.documentElement.lang = language;
    let page;
    try {
        page = await loadPage();
    } catch (error) {
        return showMessage(error.status ?? -1, error.message);
    }
    document.title = page.title || page.workshop;
    element("title").textContent = page.title || page.workshop;
    element("title").title = page.description ?? "";
    element("instructions").setAttribute("aria-label", text("instructions"));
    element("workshop").hidden = false;
    makeSplitter();
    makeSwitch();
    makePartKeys();
    makeFinish(page.indexUrl ?? "");
    const terminals = new Terminals(page.terminals);
    new Instructions(page.pages, page.session, new Actions(terminals), say).open();
    const schedule = new Schedule(page.schedule, { say, ended: (status) => {
        terminals.close();
        showMessage(status, "", page.indexUrl);
    } });
    schedule.start();
    terminals.lost = () => schedule.ask(); // it knows whether the session is there still
}

start();
