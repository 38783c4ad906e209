import type { AddressInfo } from 'node:net';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { localTsa } from '../../../functions/adapters/local-tsa/local-tsa.ts';
import { discoveryOf, makePool } from '../cognito-pool.ts';
import type { MotoServer } from '../moto.ts';

const listening = async (app: Hono): Promise<{ url: string; close: () => void }> => {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', () => resolve()));
  const { port }: Pick<AddressInfo, 'port'> = Object(server.address());
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
};

/** What a stage finds beyond AWS, on a port of this machine: a time stamp authority that can fail, an identity provider, and Cognito's published keys. */
export const outside = async (moto: MotoServer, person: string) => {
  const doors = new Hono();
  const { url, close } = await listening(doors);
  const pool = await makePool(new CognitoIdentityProviderClient(moto.client), { username: person, person });
  const { origin: cognito } = new URL(pool.issuer);
  // moto publishes the keys of a pool, but not where they are.
  doors.get('/cognito/:pool/.well-known/openid-configuration', (c) =>
    c.json(discoveryOf(`${cognito}/${c.req.param('pool')}`)),
  );
  doors.get('/cognito/:pool/.well-known/jwks.json', (c) =>
    fetch(`${moto.endpoint}/${c.req.param('pool')}/.well-known/jwks.json`),
  );
  const timestamps = { down: false };
  return {
    url,
    close,
    pool,
    /** Origins outside, and what stands in for them here. */
    standIns: { [cognito]: `${url}/cognito` },
    timestamps,
    issuer: `${url}/oidc`,
    timestampUrl: `${url}/tsa`,
    open: (o: { tsa: ReturnType<typeof localTsa>; issuer: Hono }): void => {
      doors.post('/tsa', async (c) => {
        if (timestamps.down) return c.text('down', 503);
        const answer = await o.tsa.respond(new Uint8Array(await c.req.arrayBuffer()));
        return c.body(Uint8Array.from(answer), 200, { 'Content-Type': 'application/timestamp-reply' });
      });
      doors.route('/oidc', o.issuer);
    },
    /** A request to the provider, whatever host it names. */
    toProvider: async (request: Request): Promise<Response> => {
      const { pathname, search } = new URL(request.url);
      return doors.fetch(new Request(`${url}${pathname}${search}`, request));
    },
  };
};
