// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// An OpenID Connect provider on a free port of the loopback, which prints its issuer. Whoever comes is logged in, without
// a form, as the user that was named last:
//   /control/user?sub=..&name=..&roles=a,b   from now on
//   /control/token?aud=..&kid=..&<claim>=..  a token that it signs, as it would for a machine
import { createServer } from 'node:http';
import { once } from 'node:events';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import Provider from 'oidc-provider';

const { privateKey } = await generateKeyPair('RS256', { extractable: true });
const jwk = { ...(await exportJWK(privateKey)), kid: 'first', alg: 'RS256', use: 'sig' };

let user = { sub: '1', name: 'eva', roles: [] };

const server = createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

const client = (id, more) => ({
  client_id: id, redirect_uris: ['http://127.0.0.1/unused'], response_types: ['code'],
  grant_types: ['authorization_code'], ...more,
});
const provider = new Provider(issuer, {
  clients: [
    client('portolan', { client_secret: 'a secret: 100% safe' }),
    client('public', { token_endpoint_auth_method: 'none' }),
  ],
  jwks: { keys: [jwk] },
  cookies: { keys: ['tests'] },
  features: { devInteractions: { enabled: false } },
  pkce: { required: () => true },
  claims: { openid: ['sub'], profile: ['preferred_username', 'name', 'realm_access'], email: ['email'] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id, preferred_username: user.name, name: `Person ${user.name}`, email: `${user.name}@example.org`,
      realm_access: { roles: user.roles },
    }),
  }),
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
});
// Where the server under test listens is known later than this.
provider.Client.prototype.redirectUriAllowed = () => true;
provider.Client.prototype.postLogoutRedirectUriAllowed = () => true;

async function interact(request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  let result = { login: { accountId: user.sub } };
  if (prompt.name === 'consent') {
    const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    result = { consent: { grantId: await grant.save() } };
  }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
}

async function control(url, response) {
  const values = Object.fromEntries(url.searchParams);
  if (url.pathname === '/control/user') {
    user = { ...values, roles: values.roles ? values.roles.split(',') : [] };
    return response.end();
  }
  const { aud, kid = 'first', roles, ...claims } = values;
  const token = await new SignJWT({ ...claims, ...(roles && { realm_access: { roles: roles.split(',') } }) })
    .setProtectedHeader({ alg: 'RS256', kid }).setIssuer(issuer).setAudience(aud).setIssuedAt()
    .setExpirationTime('5m').sign(privateKey);
  return response.end(token);
}

const others = provider.callback();
server.on('request', (request, response) => {
  const url = new URL(request.url, issuer);
  const fail = (error) => { console.error(error); response.statusCode = 500; response.end(String(error)); };
  if (url.pathname.startsWith('/interaction/')) interact(request, response).catch(fail);
  else if (url.pathname.startsWith('/control/')) control(url, response).catch(fail);
  else others(request, response);
});
console.log(`Issuer ${issuer}`);
