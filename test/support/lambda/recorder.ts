import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Exchange, type Need, needsOf, serviceOf } from './aws-call.ts';

/** Answers in the place of AWS: what no stand-in does, such as a mailbox that does not exist. */
export type Instead = (asked: {
  service: string;
  body: string;
}) => { status: number; type: string; body: string } | undefined;

export type Recorder = {
  url: string;
  /** Every different permission that was needed so far. */
  needs: () => Need[];
  /** What could not be understood; empty, or the recording proves nothing. */
  faults: string[];
  close: () => void;
};

type Sent = { message: IncomingMessage; body: Buffer };
/** The same request at the stand-in; the signature is not checked there, so another host does no harm. */
const forward = (to: string, { message, body }: Sent): Promise<Sent> =>
  new Promise((resolve, reject) => {
    const { hostname, port, host } = new URL(to);
    const { method = 'GET', url = '/', headers } = message;
    const asked = request({ hostname, port, method, path: url, headers: { ...headers, host } }, (answer) => {
      buffer(answer).then((whole) => resolve({ message: answer, body: whole }), reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });

const plainHeaders = ({ headers }: IncomingMessage): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** Stands between one function and the services: passes everything on and keeps which permissions it took. */
export const recorder = async (o: { dynamodb: string; others: string; instead?: Instead }): Promise<Recorder> => {
  const known = new Map<string, Need>();
  const faults: string[] = [];
  const keep = (exchange: Exchange): void => {
    try {
      for (const need of needsOf(exchange)) known.set(JSON.stringify(need), need);
    } catch (error) {
      faults.push(`${exchange.method} ${exchange.url}: ${String(error)}`);
    }
  };
  const answered = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(message);
    const { method = 'GET', url = '/' } = message;
    const asked = { method, url, headers: plainHeaders(message), body: body.toString('utf8') };
    const service = serviceOf(asked);
    const own = o.instead?.({ service, body: asked.body });
    if (own !== undefined) {
      keep({ ...asked, answer: { status: own.status, headers: {} } });
      response
        .writeHead(own.status, { 'content-type': 'application/json', 'x-amzn-errortype': own.type })
        .end(own.body);
      return;
    }
    const answer = await forward(service === 'dynamodb' ? o.dynamodb : o.others, { message, body });
    const { statusCode: status = 500, headers } = answer.message;
    keep({ ...asked, answer: { status, headers } });
    response.writeHead(status, headers).end(answer.body);
  };
  const server = createServer((message, response) => {
    answered(message, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port }: Pick<AddressInfo, 'port'> = Object(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    needs: () => [...known.values()],
    faults,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
