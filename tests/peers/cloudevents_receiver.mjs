// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A receiver of CloudEvents, as others write one with the SDK: reads each request with HTTP.toEvent, checks its signature
// with the secret of the first argument, and tells one line of JSON for each. PUT /behaviour {status, times, delay,
// retryAfter} sets how the next `times` requests (-1: all) are answered.

import {createHmac, timingSafeEqual} from 'node:crypto';
import {createServer} from 'node:http';
import {HTTP} from 'cloudevents';

const secret = process.argv[2] ?? '';
let behaviour = {status: 204, times: 0, delay: 0};

function tell(what) {
    process.stdout.write(JSON.stringify(what) + '\n');
}

function isSigned(headers, body) {
    if (!secret)
        return !headers['x-portolan-signature'];
    const wanted = 'sha256=' + createHmac('sha256', secret).update(`${headers['x-portolan-timestamp']}.${body}`).digest('hex');
    const got = headers['x-portolan-signature'] ?? '';
    const fresh = Math.abs(Date.now() / 1000 - Number(headers['x-portolan-timestamp'])) < 300;
    return fresh && got.length === wanted.length && timingSafeEqual(Buffer.from(got), Buffer.from(wanted));
}

function receive(request, body, response) {
    let event;
    try {
        event = HTTP.toEvent({headers: request.headers, body});
        event.validate();
    } catch (error) {
        tell({malformed: String(error)});
        response.writeHead(400).end();
        return;
    }
    const misbehaves = behaviour.times !== 0;
    if (behaviour.times > 0)
        --behaviour.times;
    const status = misbehaves ? behaviour.status : 204;
    const answer = () => {
        tell({id: event.id, type: event.type, source: event.source, subject: event.subject, seq: Number(event.sequence),
              time: event.time, data: event.data, status, signed: isSigned(request.headers, body),
              mode: request.headers['ce-id'] ? 'binary' : 'structured'});
        const headers = misbehaves && behaviour.retryAfter !== undefined ? {'Retry-After': behaviour.retryAfter} : {};
        response.writeHead(status, headers).end();
    };
    misbehaves && behaviour.delay ? setTimeout(answer, behaviour.delay) : answer();
}

const server = createServer((request, response) => {
    const parts = [];
    request.on('data', part => parts.push(part));
    request.on('end', () => {
        const body = Buffer.concat(parts).toString();
        if (request.url === '/behaviour') {
            behaviour = JSON.parse(body);
            response.writeHead(204).end();
        } else {
            receive(request, body, response);
        }
    });
});
server.listen(Number(process.argv[3] ?? 0), '127.0.0.1', () => tell({port: server.address().port}));
