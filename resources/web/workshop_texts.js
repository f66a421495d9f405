// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the page says, in the language of the browser: German, else English. {0} is what text() is given.
const texts = {
    en: {
        instructions: "Instructions",
        terminals: "Terminals",
        terminal: "Terminal {0}",
        contents: "Pages of the instructions",
        previous: "Previous",
        next: "Next",
        page: "{0} of {1}: {2}",
        noPages: "This workshop has no instructions.",
        splitter: "Width of the instructions",
        left: "{0} left",
        leftLabel: "Time left: {0}",
        noEnd: "No time limit",
        extend: "Extend",
        extended: "The time was extended.",
        notExtended: "The time cannot be extended now.",
        expired: "The time is over",
        finish: "Finish",
        finishQuestion: "Finish this workshop? Its terminals end, and what is in them is deleted.",
        finishNow: "Finish the workshop",
        finishNot: "Keep working",
        finishing: "Finishing…",
        failed: "That did not work: {0} Try again.",
        unreachable: "the server cannot be reached.",
        stale: "The server does not answer. What you see may be old; trying again.",
        back: "Back to the workshops",
        tryAgain: "Try again",
        message401: ["You are not signed in to this workshop", "Open it again from where you started it."],
        message403: ["This is not your workshop", "It belongs to somebody else. Start one of your own."],
        message404: ["This workshop is not there", "It has ended, or it never was. Start it anew to go on."],
        message410: ["This workshop has ended", "Its time is over, or it was finished. Start it anew to go on."],
        messageOther: ["The workshop cannot be shown", "The server said: {0}"],
        messageOffline: ["The server cannot be reached", "Check your connection. Your workshop goes on meanwhile."],
        leave: "F6 leaves the terminal",
        connecting: "Connecting",
        connected: "Connected",
        reconnecting: "Reconnecting in {0} s",
        ended: "Ended. Press Enter for a new one",
        endedWith: "Ended with status {0}. Press Enter for a new one",
        refused: "Closed by the server: {0} Press Enter to try again",
        noTerminal: "There is no terminal {0}.",
        notConnected: "Terminal {0} is not connected.",
        copied: "Copied.",
        notCopied: "The browser does not allow to copy. Select the text instead.",
        ran: "Sent to terminal {0}.",
        done: "done",
        actions: {
            "terminal:execute": "Run in terminal {0}",
            "terminal:execute-all": "Run in all terminals",
            "terminal:input": "Type into terminal {0}",
            "terminal:interrupt": "Press Ctrl+C in terminal {0}",
            "terminal:interrupt-all": "Press Ctrl+C in all terminals",
            "terminal:clear": "Clear terminal {0}",
            "terminal:clear-all": "Clear all terminals",
            "dashboard:open-url": "Open in a new tab",
            "dashboard:expose-terminal": "Show terminal {0}",
            "workshop:copy": "Copy",
            "workshop:copy-and-edit": "Copy and change before use",
        },
    },
    de: {
        instructions: "Anleitung",
        terminals: "Terminals",
        terminal: "Terminal {0}",
        contents: "Seiten der Anleitung",
        previous: "Zurück",
        next: "Weiter",
        page: "{0} von {1}: {2}",
        noPages: "Dieser Workshop hat keine Anleitung.",
        splitter: "Breite der Anleitung",
        left: "noch {0}",
        leftLabel: "Verbleibende Zeit: {0}",
        noEnd: "Ohne Zeitlimit",
        extend: "Verlängern",
        extended: "Die Zeit wurde verlängert.",
        notExtended: "Die Zeit lässt sich jetzt nicht verlängern.",
        expired: "Die Zeit ist um",
        finish: "Beenden",
        finishQuestion: "Diesen Workshop beenden? Seine Terminals enden, und ihr Inhalt wird gelöscht.",
        finishNow: "Workshop beenden",
        finishNot: "Weiterarbeiten",
        finishing: "Wird beendet…",
        failed: "Das ging nicht: {0} Bitte noch einmal versuchen.",
        unreachable: "Der Server ist nicht erreichbar.",
        stale: "Der Server antwortet nicht. Was hier steht, kann alt sein; es wird weiter versucht.",
        back: "Zurück zu den Workshops",
        tryAgain: "Noch einmal versuchen",
        message401: ["Sie sind bei diesem Workshop nicht angemeldet", "Öffnen Sie ihn dort, wo Sie ihn gestartet haben."],
        message403: ["Das ist nicht Ihr Workshop", "Er gehört jemand anderem. Starten Sie einen eigenen."],
        message404: ["Diesen Workshop gibt es nicht", "Er ist zu Ende, oder es gab ihn nie. Starten Sie ihn neu."],
        message410: ["Dieser Workshop ist zu Ende", "Die Zeit ist um, oder er wurde beendet. Starten Sie ihn neu."],
        messageOther: ["Der Workshop kann nicht gezeigt werden", "Der Server sagt: {0}"],
        messageOffline: ["Der Server ist nicht erreichbar", "Prüfen Sie Ihre Verbindung. Ihr Workshop läuft weiter."],
        leave: "F6 führt aus dem Terminal",
        connecting: "Wird verbunden",
        connected: "Verbunden",
        reconnecting: "Neuer Versuch in {0} s",
        ended: "Beendet. Eingabetaste für ein neues",
        endedWith: "Beendet mit Status {0}. Eingabetaste für ein neues",
        refused: "Vom Server geschlossen: {0} Eingabetaste für einen neuen Versuch",
        noTerminal: "Es gibt kein Terminal {0}.",
        notConnected: "Terminal {0} ist nicht verbunden.",
        copied: "Kopiert.",
        notCopied: "Der Browser erlaubt kein Kopieren. Markieren Sie stattdessen den Text.",
        ran: "An Terminal {0} gesendet.",
        done: "erledigt",
        actions: {
            "terminal:execute": "In Terminal {0} ausführen",
            "terminal:execute-all": "In allen Terminals ausführen",
            "terminal:input": "In Terminal {0} eingeben",
            "terminal:interrupt": "Strg+C in Terminal {0} drücken",
            "terminal:interrupt-all": "Strg+C in allen Terminals drücken",
            "terminal:clear": "Terminal {0} leeren",
            "terminal:clear-all": "Alle Terminals leeren",
            "dashboard:open-url": "In neuem Tab öffnen",
            "dashboard:expose-terminal": "Terminal {0} zeigen",
            "workshop:copy": "Kopieren",
            "workshop:copy-and-edit": "Kopieren und vor Gebrauch ändern",
        },
    },
};

export const language = navigator.language.toLowerCase().startsWith("de") ? "de" : "en";

function fill(text, values) {
    return text.replace(/\{(\d)\}/g, (_, index) => values[index] ?? "");
}

export function text(name, ...values) {
    return fill(texts[language][name], values);
}

/** Title and sentence of the message for an answer of the server. */
export function messageFor(status, detail) {
    const [title, sentence] = texts[language][`message${status}`] ?? texts[language].messageOther;
    return [title, fill(sentence, [detail])];
}

export function actionTitle(name, session) {
    return fill(texts[language].actions[name] ?? name, [session]);
}
