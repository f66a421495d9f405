// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A participant of a workshop with a real browser: opens the address of a session, types a command, clicks one of the
// instructions, looks at what the terminals say, and finishes. Arguments: the address, a folder for pictures ('' for none),
// and "finish", or "stay": types the command only, and stays until somebody else ends the session.
// Tells one line of JSON for each step. It ends with the browser, and with its standard input.

import {launch} from 'puppeteer-core';

const [address, pictures, until] = process.argv.slice(2);
const tell = step => process.stdout.write(JSON.stringify(step) + '\n');

const browser = await launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--hide-scrollbars',
           '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
});
process.stdin.on('end', () => browser.close()).resume();

const screen = number => `document.querySelectorAll('.xterm-rows')[${number - 1}]?.innerText ?? ''`;

/** Until the page itself says that the session has ended. */
async function stay(page) {
    await page.waitForSelector('#message', {visible: true, timeout: 80000});
    const text = id => page.evaluate(`document.getElementById('${id}').innerText`);
    tell({step: 'ended', title: await text('message-title'), text: await text('message-text'),
          back: await page.evaluate(`document.getElementById('message-link').href`)});
}

async function finish(page, waitFor) {
    await page.click('button.action[data-action="terminal:execute"]');
    await waitFor(1, 'total');
    tell({step: 'clicked', text: await page.evaluate(screen(1))});
    if (pictures)
        await page.screenshot({path: `${pictures}/workshop-page.png`});

    await page.reload();
    await waitFor(1, 'typed-42');
    tell({step: 'reloaded', text: await page.evaluate(screen(1))});

    await page.click('#finish');
    await page.waitForSelector('#finish-now', {visible: true});
    const left = page.waitForRequest(request => request.isNavigationRequest() && !request.url().startsWith(new URL(address).origin));
    page.removeAllListeners('console'); // where it goes there is nobody
    await page.click('#finish-now');
    tell({step: 'finished', url: (await left).url()});
}

try {
    const page = await browser.newPage();
    await page.setViewport({width: 1440, height: 900});
    // Whatever the page's policy forbids, or its script fails at, is a fault of the page.
    page.on('pageerror', error => tell({step: 'fault', text: error.message}));
    page.on('console', message => {
        if (message.type() === 'error')
            tell({step: 'fault', text: message.text()});
    });
    await page.goto(address);
    tell({step: 'opened', url: page.url(), title: await page.title()});

    const waitFor = (number, text) =>
        page.waitForFunction(`(${screen(number)}).includes(${JSON.stringify(text)})`, {timeout: 30000});
    await waitFor(1, '$');
    await page.click('.xterm-screen');
    await page.keyboard.type('echo typed-$((40 + 2))\n');
    await waitFor(1, 'typed-42');
    tell({step: 'typed', text: await page.evaluate(screen(1))});

    await (until === 'stay' ? stay(page) : finish(page, waitFor));
} catch (error) {
    tell({step: 'failed', text: String(error)});
} finally {
    await browser.close();
}
