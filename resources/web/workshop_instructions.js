// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { tell } from "/web/workshop_server.js";
import { text } from "/web/workshop_texts.js";

const element = (id) => document.getElementById(id);

/**
 * The pages of the instructions, one at a time. Which one, how far it was read, and which of its actions were done, is
 * kept until the tab is closed.
 */
export class Instructions {
    constructor(pages, session, actions, say) {
        this.pages = pages;
        this.actions = actions;
        this.say = say;
        this.key = `portolan.workshop.${session}`;
        this.kept = this.load();
        this.current = -1;
        this.article = element("text");
        this.fillContents();
        this.article.addEventListener("click", (event) => this.clicked(event));
        this.article.addEventListener("scroll", () => this.scrolled(), { passive: true });
        element("previous").addEventListener("click", () => this.show(this.current - 1));
        element("next").addEventListener("click", () => this.show(this.current + 1));
        element("page").addEventListener("change", (event) => this.show(event.target.selectedIndex));
    }

    /** Shows the page that was read last. */
    open() {
        tell("Workshop/Load");
        this.tellOnce("Workshop/Start");
        const last = this.pages.findIndex((page) => page.name === this.kept.page);
        if (this.pages.length > 0)
            this.show(Math.max(last, 0), { keepsFocus: true });
        else
            this.article.textContent = text("noPages");
        this.save();
    }

    fillContents() {
        const list = element("page");
        list.setAttribute("aria-label", text("contents"));
        for (const [index, page] of this.pages.entries())
            list.append(new Option(text("page", index + 1, this.pages.length, page.title), page.name));
        element("contents").setAttribute("aria-label", text("contents"));
        element("contents").hidden = this.pages.length < 2;
        element("previous").textContent = text("previous");
        element("next").textContent = text("next");
    }

    show(index, { keepsFocus = false } = {}) {
        const page = this.pages[index];
        if (!page || index === this.current)
            return;
        this.current = index;
        this.kept.page = page.name;
        // The server has made it of Markdown, with tags of a list; nothing else may be put here.
        this.article.innerHTML = page.html;
        if (this.article.firstElementChild?.tagName !== "H2") {
            const title = document.createElement("h2");
            title.textContent = page.title;
            this.article.prepend(title);
        }
        this.article.setAttribute("aria-label", page.title);
        this.actions.prepare(this.article);
        for (const [number, button] of this.buttons().entries())
            if (this.kept.done?.[page.name]?.includes(number))
                this.actions.markDone(button);
        element("page").selectedIndex = index;
        element("previous").disabled = index === 0;
        element("next").disabled = index === this.pages.length - 1;
        this.article.scrollTop = this.kept.scroll?.[page.name] ?? 0;
        if (!keepsFocus)
            this.article.focus({ preventScroll: true });
        this.save();
        tell("Workshop/View", {
            current: page.name, previous: this.pages[index - 1]?.name ?? null, next: this.pages[index + 1]?.name ?? null,
            step: index + 1, total: this.pages.length,
        });
        if (index === 0)
            this.tellOnce("Workshop/First");
        if (index === this.pages.length - 1)
            this.tellOnce("Workshop/Last");
    }

    /** Once in a session, also where the page is loaded again. */
    tellOnce(event) {
        const told = (this.kept.told ??= []);
        if (told.includes(event))
            return;
        told.push(event);
        tell(event);
        this.save();
    }

    buttons() {
        return [...this.article.querySelectorAll("button.action")];
    }

    async clicked(event) {
        const button = event.target.closest("button.action");
        if (!button)
            return;
        const page = this.pages[this.current].name;
        try {
            this.say(await this.actions.run(button));
            this.rememberDone(page, this.buttons().indexOf(button));
        } catch (error) {
            this.say(error.message, "warn");
            return;
        }
        const { action, session, event: ofAuthor } = button.dataset;
        tell("Action/Event", {
            page, action, session: session ? Number(session) : null,
            title: button.querySelector(".action-title").textContent,
            event: ofAuthor ? JSON.parse(ofAuthor) : null,
        });
    }

    rememberDone(page, number) {
        this.kept.done ??= {};
        const done = (this.kept.done[page] ??= []);
        if (number >= 0 && !done.includes(number))
            done.push(number);
        this.save();
    }

    scrolled() {
        this.kept.scroll ??= {};
        this.kept.scroll[this.kept.page] = this.article.scrollTop;
        clearTimeout(this.saving);
        this.saving = setTimeout(() => this.save(), 250);
    }

    load() {
        try {
            return JSON.parse(sessionStorage.getItem(this.key)) ?? {};
        } catch {
            return {};
        }
    }

    save() {
        try {
            sessionStorage.setItem(this.key, JSON.stringify(this.kept));
        } catch (error) {
            console.info(`the place in the instructions is not kept: ${error.message}`);
        }
    }
}
