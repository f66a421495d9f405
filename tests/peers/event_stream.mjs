// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A client of the event stream, as a page in a browser is one: EventSource, which connects again by itself with
// Last-Event-ID. Arguments: the data folder of the server, whose URL may be another after each start, the query, and the
// types to listen to. Tells one line of JSON for each event.

import {readFileSync} from 'node:fs';
import {EventSource} from 'eventsource';

const [folder, query, ...types] = process.argv.slice(2);

// A server that is killed has withdrawn its endpoint or not: either is a failed connection, no fault of ours.
async function connect(address, options) {
    const {url} = JSON.parse(readFileSync(`${folder}/endpoint`, 'utf8'));
    const token = readFileSync(`${folder}/admin-token`, 'utf8').trim();
    return fetch(new URL(address).href.replace('http://server', url),
                 {...options, headers: {...options.headers, Authorization: `Bearer ${token}`}});
}

const source = new EventSource(`http://server/api/events/stream${query}`, {fetch: connect});
for (const type of ['connected', 'resync', ...types])
    source.addEventListener(type, event => {
        const {seq} = JSON.parse(event.data);
        process.stdout.write(JSON.stringify({event: type, id: event.lastEventId, seq}) + '\n');
    });
source.onerror = error => {
    if (source.readyState === EventSource.CLOSED)
        process.stdout.write(JSON.stringify({closed: error.message}) + '\n');
};
