import * as z from 'zod';
import type { FunctionName } from '../../../functions/platform.ts';
import type { RunningFunction } from './running-function.ts';

export type GatewayRoute = { key: string; to: FunctionName; asksAuthorizer: boolean };

const Answer = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.coerce.string()).optional(),
  cookies: z.array(z.string()).optional(),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});
const Decision = z.object({ isAuthorized: z.boolean() });

/** `GET /api/documents/{id}` as a pattern; `{proxy+}` takes the rest of the path. */
const patternOf = (key: string): { method: string; pattern: RegExp; weight: string } => {
  const [method = '', path = ''] = key.split(' ');
  const parts = path.split('/').map((part) => (/^\{.+\+\}$/.test(part) ? '.+' : part.startsWith('{') ? '[^/]+' : part));
  // API Gateway prefers the fully fixed, then the one with names, then the greedy one.
  const weight = path
    .split('/')
    .map((part) => (part.endsWith('+}') ? '2' : part.startsWith('{') ? '1' : '0'))
    .join('');
  return { method, pattern: new RegExp(`^${parts.join('/')}$`), weight };
};

const isText = (type: string | null): boolean => type === null || /^(text\/|application\/(json|x-www-form))/.test(type);

/** The event of payload format 2.0 that an HTTP API makes of a request. */
const eventOf = async (request: Request, routeKey: string, added: Record<string, string>) => {
  const url = new URL(request.url);
  const { cookie, ...headers } = Object.fromEntries(request.headers);
  const body = new Uint8Array(await request.clone().arrayBuffer());
  const plain = isText(request.headers.get('content-type'));
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    headers: { host: url.host, ...headers, ...added },
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: url.host,
      domainPrefix: 'api',
      http: {
        method: request.method,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '203.0.113.7',
        userAgent: 'test',
      },
      requestId: 'request',
      routeKey,
      stage: '$default',
      time: new Date().toISOString(),
      timeEpoch: Date.now(),
    },
    ...(body.length === 0 ? {} : { body: Buffer.from(body).toString(plain ? 'utf8' : 'base64') }),
    isBase64Encoded: !plain,
  };
};

/** What API Gateway does with the routes of the template: authorizer first, the most fixed route next, the function's answer last. */
export const gateway = (
  routes: readonly GatewayRoute[],
  {
    functionOf,
    origin,
  }: {
    functionOf: (name: FunctionName) => Promise<RunningFunction>;
    /** What the distribution shows; without it somebody goes round the distribution. */
    origin: string | undefined;
  },
) => {
  const added =
    origin === undefined ? {} : { 'x-origin-verify': origin, 'cloudfront-viewer-address': '198.51.100.9:443' };
  const known = routes
    .map((route) => ({ ...route, ...patternOf(route.key) }))
    .sort((a, b) => a.weight.localeCompare(b.weight));
  const seen: { key: string; to: FunctionName }[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const route = known.find(
      (one) => (one.method === request.method || one.method === 'ANY') && one.pattern.test(pathname),
    );
    if (route === undefined) return Response.json({ message: 'Not Found' }, { status: 404 });
    const event = await eventOf(request, route.key, added);
    if (route.asksAuthorizer) {
      const { isAuthorized } = Decision.parse(await (await functionOf('authorize')).invoke(event));
      if (!isAuthorized) return Response.json({ message: 'Forbidden' }, { status: 403 });
    }
    seen.push({ key: route.key, to: route.to });
    const answer = Answer.parse(await (await functionOf(route.to)).invoke(event));
    const headers = new Headers(answer.headers);
    for (const cookie of answer.cookies ?? []) headers.append('Set-Cookie', cookie);
    const bytes = Uint8Array.from(Buffer.from(answer.body, answer.isBase64Encoded ? 'base64' : 'utf8'));
    const empty = bytes.length === 0 || answer.statusCode === 204;
    return new Response(empty ? null : bytes, { status: answer.statusCode, headers });
  };
  return { fetch, seen };
};
export type Gateway = ReturnType<typeof gateway>;
