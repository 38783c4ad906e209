import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerResult } from 'aws-lambda';
import { Hono } from 'hono';
import { AuthorizeConfig } from '../../aws-config.ts';
import { awsIdentity } from './door.ts';
import { readEnvironment } from './environment.ts';
import { realNow } from './state.ts';

/**
 * The gateway's own check: a request whose token or session cookie this office did not issue reaches no function that can do anything. The function
 * behind it checks again and says no in words; a session that is genuine but too old is let through to hear them.
 */
const config = readEnvironment(AuthorizeConfig);
const { sessions, identity, guard } = await awsIdentity(config);

const door = new Hono();
door.use(guard);
door.all('*', async (c) => {
  const bearer = /^Bearer ([\w.~+/=-]+)$/i.exec(c.req.header('Authorization') ?? '')?.[1];
  const known =
    bearer === undefined ? await sessions.genuine(c) : (await identity.verifyAccessToken(bearer, realNow())).ok;
  return c.body(null, known ? 204 : 401);
});

const headersOf = (event: APIGatewayRequestAuthorizerEventV2): Headers => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers ?? {})) if (value !== undefined) headers.set(name, value);
  // API Gateway hands cookies over apart from the headers.
  if (event.cookies !== undefined && event.cookies.length > 0) headers.set('Cookie', event.cookies.join('; '));
  return headers;
};

export const handler = async (event: APIGatewayRequestAuthorizerEventV2): Promise<APIGatewaySimpleAuthorizerResult> => {
  const request = new Request(new URL(event.rawPath, config.PUBLIC_URL), { headers: headersOf(event) });
  return { isAuthorized: (await door.fetch(request)).status === 204 };
};
