import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Request } from '../../../functions/adapters/opensearch/client.ts';
import { openSearchThrough } from '../../../functions/adapters/opensearch/search.ts';
import { aRecord, documentIdOf, upserts } from '../../support/archive-records.ts';
import { ok, recorder } from '../../support/opensearch-recorder.ts';

const item = (status: number) => ({ index: { _id: 'x', status, error: { type: 't', reason: 'because' } } });
const server = (of: { present: string[]; statuses?: number[]; made?: string[] }) =>
  recorder((request: Request) => {
    if (request.method === 'GET')
      return of.present.length === 0
        ? { status: 404, body: {} }
        : ok(Object.fromEntries(of.present.map((n) => [n, {}])));
    if (request.path.endsWith('/_bulk')) return ok({ items: (of.statuses ?? []).map(item) });
    const isThere = request.method === 'PUT' && of.made?.includes(request.path.slice(1));
    return isThere ? { status: 400, body: { error: { type: 'resource_already_exists_exception' } } } : ok({});
  });
const indexOn = (send: ReturnType<typeof recorder>['send']) =>
  openSearchThrough({ send, index: 'archive', isServerless: false });
const steps = (requests: readonly Request[]) => requests.map((one) => `${one.method} ${one.path}`);
const written = (requests: readonly Request[]) =>
  requests
    .flatMap((one) => (one.lines ?? '').split('\n').filter((line) => line !== ''))
    .map((line) => JSON.parse(line));

describe('what is written to OpenSearch', () => {
  it('makes the index before the first record, and not again', async () => {
    const first = server({ present: [] });
    await indexOn(first.send).apply(upserts([aRecord()]));
    expect(steps(first.requests)).toEqual([
      'GET /_alias/archive',
      'PUT /archive-000001',
      'POST /_aliases',
      'POST /archive/_bulk',
    ]);
    const later = server({ present: ['archive-000007'] });
    await indexOn(later.send).apply(upserts([aRecord()]));
    expect(steps(later.requests)).toEqual(['GET /_alias/archive', 'POST /archive/_bulk']);
  });
  it('goes on where an interrupted start or rebuild stopped', async () => {
    const start = server({ present: [], made: ['archive-000001'] });
    await indexOn(start.send).apply(upserts([aRecord()]));
    expect(steps(start.requests)).toContain('POST /_aliases');
    const refused = recorder((request) =>
      request.method === 'GET'
        ? { status: 404, body: {} }
        : { status: 400, body: { error: { type: 'mapper_parsing' } } },
    );
    await expect(indexOn(refused.send).apply(upserts([aRecord()]))).rejects.toThrow('refused');
  });
  it('keeps the version of a removed record with its id and without readers', async () => {
    const { send, requests } = server({ present: ['archive-000001'] });
    await indexOn(send).apply([{ op: 'delete', id: documentIdOf(1), version: 4 }]);
    expect(written(requests)).toEqual([
      { index: { _id: documentIdOf(1), version: 4, version_type: 'external_gte' } },
      { id: documentIdOf(1), readers: [] },
    ]);
  });
  it('takes a newer stored version for no failure, and everything else for one', async () => {
    await indexOn(server({ present: ['archive-000001'], statuses: [201, 409] }).send).apply(upserts([aRecord()]));
    for (const status of [400, 404, 429, 503]) {
      const full = server({ present: ['archive-000001'], statuses: [200, status] });
      await expect(indexOn(full.send).apply(upserts([aRecord()])), String(status)).rejects.toThrow('because');
    }
  });
  it('parts a large batch into requests of at most 5 MB, in order', async () => {
    const { send, requests } = server({ present: ['archive-000001'] });
    const body = 'kỷ luật '.repeat(25_000);
    const records = [1, 2, 3, 4, 5, 6].map((n) => aRecord({ id: documentIdOf(n), body }));
    await indexOn(send).apply(upserts(records));
    const sizes = requests.flatMap(({ lines }) => (lines === undefined ? [] : [Buffer.byteLength(lines)]));
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(5_000_000);
    const Id = z.object({ id: z.string() });
    const ids = written(requests).flatMap((line) => (Id.safeParse(line).success ? [Id.parse(line).id] : []));
    expect(ids).toEqual(records.map(({ id }) => id));
  });
  it('sends a record of the longest body in one request that a small instance takes', async () => {
    const { send, requests } = server({ present: ['archive-000001'] });
    await indexOn(send).apply(upserts([aRecord({ body: 'nghị quyết '.repeat(200_000) })]));
    const [line = ''] = requests.flatMap(({ lines }) => lines ?? []);
    expect(Buffer.byteLength(line)).toBeLessThan(10_000_000);
  });
  it('fills the next generation beside the present one and then changes over in one step', async () => {
    const { send, requests } = server({ present: ['archive-000007'], made: ['archive-000008'] });
    await indexOn(send).rebuild(async (next) => next.apply(upserts([aRecord()])));
    expect(steps(requests)).toEqual([
      'GET /_alias/archive',
      'PUT /archive-000008',
      'DELETE /archive-000008',
      'PUT /archive-000008',
      'POST /archive-000008/_bulk',
      'POST /archive-000008/_refresh',
      'GET /_alias/archive',
      'POST /_aliases',
      'DELETE /archive-000007',
    ]);
    const change = requests.find(({ path }) => path === '/_aliases');
    expect(change?.body).toEqual({
      actions: [
        { remove: { index: 'archive-000007', alias: 'archive' } },
        { add: { index: 'archive-000008', alias: 'archive' } },
      ],
    });
  });
  it('leaves the present generation in place when filling the next one fails', async () => {
    const { send, requests } = server({ present: ['archive-000007'] });
    const failing = indexOn(send).rebuild(async () => {
      throw new Error('the feed broke off');
    });
    await expect(failing).rejects.toThrow('the feed broke off');
    expect(steps(requests)).not.toContain('POST /_aliases');
    expect(steps(requests)).not.toContain('DELETE /archive-000007');
  });
});
