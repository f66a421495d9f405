// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { FitAddon } from "/web/addon-fit.mjs";
import { WebLinksAddon } from "/web/addon-web-links.mjs";
import { Terminal } from "/web/xterm.mjs";
import { copyText } from "/web/workshop_clipboard.js";
import { safeUrl, tell, terminalUrl } from "/web/workshop_server.js";
import { text } from "/web/workshop_texts.js";

// The ground is dark in both themes, as the console's; each colour has 4.5:1 on it.
const colours = {
    background: "#0c1118", foreground: "#e6ebf1", cursor: "#6cb0ff", cursorAccent: "#08121e",
    selectionBackground: "#2c4a70", black: "#7c8896", brightBlack: "#a0adbc", red: "#ff8a80", brightRed: "#ffa39b",
    green: "#5fd39a", brightGreen: "#85e0b4", yellow: "#f2b95c", brightYellow: "#f7cd87", blue: "#6cb0ff",
    brightBlue: "#93c5ff", magenta: "#d9a3f5", brightMagenta: "#e6c1fa", cyan: "#5cd0e0", brightCyan: "#8ae0ec",
    white: "#e6ebf1", brightWhite: "#ffffff",
};
const shortestWait = 500;
const longestWait = 10_000;
const mostUnread = 16 * 1024 * 1024;

/**
 * One terminal of the session, on the screen `element`. It connects when it is made, and again whenever the connection
 * is lost: the server then shows anew what was there. `stateChanged(kind, words)` is called with each change, kind being
 * "busy", "ok", "warn" or "idle".
 */
export class SessionTerminal {
    constructor(number, element, stateChanged) {
        this.number = number;
        this.element = element;
        this.stateChanged = stateChanged;
        this.encoder = new TextEncoder();
        this.failures = 0;
        this.waitTimer = null;
        this.socket = null;
        this.exit = undefined; // the status that the server has told; null where there is none
        this.waitsForEnter = false;
        this.wasConnected = false;
        this.unread = 0; // bytes that have come and are not on the screen yet
        this.terminal = new Terminal({
            theme: colours,
            fontFamily: 'ui-monospace, "DejaVu Sans Mono", "Cascadia Mono", Menlo, Consolas, monospace',
            fontSize: 13,
            scrollback: 5000,
            screenReaderMode: false,
            minimumContrastRatio: 4.5,
            linkHandler: { activate: (_, address) => openLink(address) },
        });
        this.fitting = new FitAddon();
        this.terminal.loadAddon(this.fitting);
        this.terminal.loadAddon(new WebLinksAddon((_, address) => openLink(address)));
        this.terminal.attachCustomKeyEventHandler((event) => this.keyWasPressed(event));
        this.terminal.onData((data) => this.typed(this.encoder.encode(data)));
        this.terminal.onBinary((data) => this.typed(Uint8Array.from(data, (character) => character.charCodeAt(0))));
        this.terminal.onResize(() => this.sendSize());
        this.terminal.open(element);
        this.terminal.textarea.setAttribute("aria-label", `${text("terminal", number)}. ${text("leave")}`);
        new ResizeObserver(() => this.fit()).observe(element);
        this.connect();
    }

    get isConnected() {
        return this.socket?.readyState === WebSocket.OPEN;
    }

    focus() {
        this.terminal.focus();
    }

    /** Types into it; gives whether it could be sent. */
    send(bytes) {
        if (!this.isConnected || this.exit !== undefined)
            return false;
        this.socket.send(bytes);
        return true;
    }

    sendText(data) {
        return this.send(this.encoder.encode(data));
    }

    /** Its text and what has scrolled away; what runs in it does not see that. */
    clear() {
        this.terminal.clear();
    }

    /** To the size of its screen; nothing while that is not shown. */
    fit() {
        if (this.element.clientWidth > 0 && this.element.clientHeight > 0)
            this.fitting.fit();
    }

    connect() {
        clearTimeout(this.waitTimer);
        this.waitsForEnter = false;
        this.exit = undefined;
        this.say("busy", text("connecting"));
        const socket = new WebSocket(terminalUrl(this.number), "portolan.terminal");
        socket.binaryType = "arraybuffer";
        this.socket = socket;
        let isFirst = true;
        socket.onopen = () => {
            this.sendSize();
            this.say("ok", text("connected"));
            this.note(this.wasConnected ? "Terminal/Reconnect" : "Terminal/Connect");
            this.wasConnected = true;
        };
        socket.onmessage = ({ data }) => {
            this.failures = 0;
            if (typeof data === "string")
                return this.told(data);
            if (isFirst)
                this.terminal.reset(); // the server begins with what was shown before
            isFirst = false;
            this.show(new Uint8Array(data), socket);
        };
        socket.onclose = (event) => {
            if (this.socket === socket)
                this.closed(event);
        };
    }

    /** A browser cannot tell the server to wait. Rather than fall behind without end, the page asks for the last part anew. */
    show(bytes, socket) {
        this.unread += bytes.length;
        this.terminal.write(bytes, () => (this.unread -= bytes.length));
        if (this.unread <= mostUnread || socket !== this.socket)
            return;
        socket.onmessage = null;
        socket.close(3000, "too much to show");
    }

    /** For good. */
    close() {
        clearTimeout(this.waitTimer);
        this.waitsForEnter = true;
        const socket = this.socket;
        this.socket = null;
        socket?.close(1000);
    }

    told(message) {
        try {
            this.exit = JSON.parse(message).exited;
        } catch {
            console.info(`terminal ${this.number}: not understood: ${message}`);
        }
    }

    closed({ code, reason }) {
        this.socket = null;
        const hasStatus = Number.isInteger(this.exit); // without one it was lost, not ended
        if (this.failures === 0 && this.wasConnected)
            this.note(hasStatus ? "Terminal/Exited" : "Terminal/Closed");
        if (hasStatus || code === 1000) {
            this.waitsForEnter = true;
            this.say("idle", hasStatus && this.exit !== 0 ? text("endedWith", this.exit) : text("ended"));
        } else if (code >= 4000) {
            this.waitsForEnter = true;
            this.say("warn", text("refused", reason ? `${reason}.`.replace("..", ".") : `${code}.`));
        } else {
            this.waitAndConnect();
        }
    }

    /** Twice as long each time, and never all at once: half of it is chance. */
    waitAndConnect() {
        const most = Math.min(longestWait, shortestWait * 2 ** Math.min(this.failures++, 10));
        const until = Date.now() + Math.max(shortestWait, most / 2 + (Math.random() * most) / 2);
        const tick = () => {
            const left = until - Date.now();
            if (left <= 0)
                return this.connect();
            this.say("warn", text("reconnecting", Math.ceil(left / 1000)));
            this.waitTimer = setTimeout(tick, Math.min(left, 1000));
        };
        tick();
    }

    /** Does not wait any longer: the network is back, or somebody looks at the page again. */
    connectNow() {
        if (!this.socket && !this.waitsForEnter)
            this.connect();
    }

    typed(bytes) {
        if (this.waitsForEnter && bytes.length === 1 && bytes[0] === 13)
            this.connect();
        else
            this.send(bytes);
    }

    /** Tab goes to the shell: F6 is the page's, and leads out. */
    keyWasPressed(event) {
        if (event.type === "keydown" && event.ctrlKey && event.shiftKey && event.code === "KeyC") {
            event.preventDefault(); // browsers would open their tools
            copyText(this.terminal.getSelection()).catch((error) => console.info(error.message));
            return false;
        }
        return event.key !== "F6";
    }

    sendSize() {
        if (this.isConnected)
            this.socket.send(JSON.stringify({ columns: this.terminal.cols, rows: this.terminal.rows }));
    }

    say(kind, words) {
        this.stateChanged(kind, words);
    }

    /** For statistics. */
    note(event) {
        tell(event, { session: this.number });
    }
}

function openLink(address) {
    const url = safeUrl(address);
    if (url)
        window.open(url, "_blank", "noopener,noreferrer");
}
