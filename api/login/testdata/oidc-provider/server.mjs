// An independent OpenID provider for the tests of login: node server.mjs HUB
// prints its issuer URL and ends when its standard input does.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const hub = process.argv[2];
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'hub',
        client_secret: 'a secret of the test only',
        redirect_uris: [`${hub}/login/callback/npm`],
        backchannel_logout_uri: `${hub}/login/backchannel/npm`,
        backchannel_logout_session_required: true,
      },
      {
        client_id: 'system',
        client_secret: 'machine',
        redirect_uris: [],
        response_types: [],
        grant_types: ['client_credentials'],
        scope: 'referrals:read',
      },
    ],
    scopes: ['openid', 'profile', 'referrals:read'],
    claims: { openid: ['sub', 'roles'], profile: ['name', 'title'] },
    conformIdTokenClaims: false,
    // Its own way out refuses loopback addresses, which is where the hub is here.
    fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
    cookies: { keys: ['of the test only'] },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, name: '独立甲', title: '科员', roles: ['handler', 'unknown'] }),
    }),
    features: {
      devInteractions: { enabled: true },
      backchannelLogout: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => ({
          scope: 'referrals:read', audience: resource, accessTokenFormat: 'jwt', accessTokenTTL: 300,
        }),
      },
    },
  });
  provider.on('backchannel.error', (_, error) => console.error('back-channel logout:', error));
  server.on('request', provider.callback());
  console.log(issuer);
});
process.stdin.on('end', () => process.exit()).resume();
