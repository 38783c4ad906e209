import { describe, expect, it, vi } from 'vitest';
import { openSearch } from '../../functions/adapters/opensearch/search.ts';
import { aRecord, documentIdOf, EVERYBODY, upserts } from '../support/archive-records.ts';
import { searchContract } from './search.contract.ts';

const endpoint = process.env.OPENSEARCH_ENDPOINT;
// Emptying makes a new index on the server: some 200 ms, and the property test does it 120 times.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const onServer = (endpoint: string) => {
  let indexes = 0;
  const newName = () => {
    indexes += 1;
    return `contract-${process.pid}-${indexes}`;
  };
  searchContract('OpenSearch', async () => openSearch({ endpoint, index: newName() }));

  describe('the index on OpenSearch', () => {
    const asked = { text: 'ky luat', readers: EVERYBODY, sort: 'newest', facets: ['type'], limit: 10 } as const;
    it('finds nothing where nobody has written yet', async () => {
      const index = openSearch({ endpoint, index: newName() });
      expect(await index.search(asked)).toEqual({ hits: [], total: { n: 0, exact: true }, facets: { type: [] } });
      expect(await index.suggest('kỷ', EVERYBODY, 5)).toEqual([]);
      await index.close();
    });
    it('is one index when several processes write the first record at once', async () => {
      const name = newName();
      const writers = Array.from({ length: 4 }, () => openSearch({ endpoint, index: name }));
      await Promise.all(
        writers.map((one, n) => one.apply(upserts([aRecord({ id: documentIdOf(n + 1), subject: 'Kỷ luật' })]))),
      );
      await writers[0]?.refresh();
      expect((await writers[1]?.search(asked))?.total.n).toBe(4);
      await Promise.all(writers.map((one) => one.close()));
    });
    it('answers from the present index until the rebuilt one is full', async () => {
      const index = openSearch({ endpoint, index: newName() });
      await index.apply(upserts([aRecord({ subject: 'Kỷ luật cũ' })]));
      await index.refresh();
      const subjects = async () =>
        (await index.search(asked)).hits.map((hit) => hit.subject.map((p) => p.text).join(''));
      await index.rebuild(async (next) => {
        await next.apply(upserts([aRecord({ subject: 'Kỷ luật mới' })]));
        expect(await subjects()).toEqual(['Kỷ luật cũ']);
      });
      expect(await subjects()).toEqual(['Kỷ luật mới']);
      await expect(
        index.rebuild(async () => {
          throw new Error('the feed broke off');
        }),
      ).rejects.toThrow('the feed broke off');
      expect(await subjects()).toEqual(['Kỷ luật mới']);
      await index.rebuild(async (next) => next.apply(upserts([aRecord({ subject: 'Kỷ luật sau' })])));
      expect(await subjects()).toEqual(['Kỷ luật sau']);
      await index.close();
    });
    it('keeps the best thousand of a sentence, filters and counts among them, and says so', async () => {
      const index = openSearch({ endpoint, index: newName() });
      const sentence = 'Việc định kỳ chuyển đổi vị trí công tác của cán bộ';
      const records = Array.from({ length: 1_200 }, (_, n) =>
        aRecord({
          id: documentIdOf(n + 1),
          subject: n % 2 === 0 ? 'Chuyển đổi vị trí công tác' : 'Định kỳ',
          type: n % 2 === 0 ? 'plan' : 'decision',
        }),
      );
      await index.apply(upserts(records));
      await index.refresh();
      const found = await index.search({ ...asked, text: sentence });
      expect(found.total).toEqual({ n: 1_000, exact: false });
      expect(found.facets.type).toEqual([
        { value: 'plan', n: 600 },
        { value: 'decision', n: 400 },
      ]);
      const plans = await index.search({ ...asked, text: sentence, filters: { type: ['plan'] } });
      expect(plans.total).toEqual({ n: 600, exact: false });
      await index.close();
    });
  });
};

if (endpoint === undefined)
  describe('archive search on OpenSearch', () => {
    it.skip('skipped: OPENSEARCH_ENDPOINT names no server (tools/conformance.ts starts one)', () => {});
  });
else onServer(endpoint);
