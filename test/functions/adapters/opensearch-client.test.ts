import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../../functions/adapters/opensearch/client.ts';

type Heard = { method: string; path: string; headers: IncomingHttpHeaders; body: string };
const heard: Heard[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += String(chunk);
  });
  request.on('end', () => {
    heard.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
    const status = Number(/status=(\d+)/.exec(request.url ?? '')?.[1] ?? 200);
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"a":1}');
  });
});
let endpoint = '';

describe('the connection to OpenSearch', () => {
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(() => {
    server.close();
  });

  it.each(['aoss', 'es'] as const)('signs every request for %s, body included', async (service) => {
    let asked = 0;
    const credentials = async () => {
      asked += 1;
      return { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
    };
    const { send, close } = connect({ endpoint, signing: { region: 'ap-southeast-1', service, credentials } });
    heard.length = 0;
    await send({ method: 'POST', path: '/archive/_search', body: { query: { term: { subject: 'kỷ' } } } });
    await send({
      method: 'POST',
      path: '/archive/_bulk',
      lines: '{"index":{}}\n{}\n',
      query: { require_alias: 'true' },
    });
    expect(heard.map(({ path }) => path)).toEqual(['/archive/_search', '/archive/_bulk?require_alias=true']);
    for (const { headers, body } of heard) {
      expect(headers.authorization).toContain(`/ap-southeast-1/${service}/aws4_request`);
      expect(headers['x-amz-security-token']).toBe('token');
      expect(headers['x-amz-content-sha256']).toBe(createHash('sha256').update(body).digest('hex'));
    }
    expect(heard[1]?.headers['content-type']).toContain('application/x-ndjson');
    expect(asked).toBe(1);
    await close();
  });
  it('does not sign for a server of one’s own', async () => {
    const { send, close } = connect({ endpoint });
    heard.length = 0;
    await send({ method: 'GET', path: '/_alias/archive' });
    expect(heard[0]?.headers.authorization).toBeUndefined();
    await close();
  });
  it('gives back a status that was expected, and throws for every other failure', async () => {
    const { send, close } = connect({ endpoint });
    const ask = (status: number, expected: number[]) =>
      send({ method: 'GET', path: '/x', query: { status: String(status) }, expected });
    expect(await ask(404, [404])).toEqual({ status: 404, body: { a: 1 } });
    await expect(ask(404, [])).rejects.toThrow();
    await expect(ask(403, [404])).rejects.toThrow();
    await expect(ask(500, [404])).rejects.toThrow();
    await close();
  });
});
