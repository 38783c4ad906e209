import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openSearchThrough } from '../../../functions/adapters/opensearch/search.ts';
import { FACETS, type SearchQuery } from '../../../functions/ports/search.ts';
import { ForeignCursor } from '../../../functions/ports/store.ts';
import { recorder, valuesOf } from '../../support/opensearch-recorder.ts';

const READERS = ['unit:VP', 'person:p01'];
const QUESTIONS = [
  '',
  'kỷ luật',
  'ky luat',
  'chuyen đổi',
  '3073/UBND-NC',
  '"cán bộ và" luật',
  'Việc định kỳ chuyển đổi vị trí công tác của cán bộ thực hiện theo quy định nào',
];
const Filtered = z.object({ bool: z.object({ filter: z.array(z.unknown()) }) });

const sent = async (question: Partial<SearchQuery>) => {
  const { send, searches } = recorder();
  const index = openSearchThrough({ send, index: 'archive', isServerless: false });
  await index.search({ text: '', readers: READERS, sort: 'relevance', limit: 20, facets: FACETS, ...question });
  return searches();
};

describe('what OpenSearch is asked', () => {
  it.each(QUESTIONS)('is asked for the readers only, in every request of "%s"', async (text) => {
    for (const sort of ['relevance', 'newest'] as const) {
      const bodies = await sent({ text, sort, filters: { type: ['plan'], year: { from: 2020 } } });
      expect(bodies.length).toBeGreaterThan(0);
      for (const body of bodies)
        expect(Filtered.parse(body?.query).bool.filter).toContainEqual({ terms: { readers: READERS } });
    }
  });
  it('counts facets and totals within the question, and each facet without its own filter', async () => {
    const [body] = await sent({ text: '', filters: { type: ['plan'], issuer: ['UBND'] } });
    // `global` would count the documents of everybody.
    expect(valuesOf(body, 'global')).toEqual([]);
    const facets = z.record(z.string(), z.object({ filter: z.unknown() })).parse(body?.aggs);
    expect(Object.keys(facets)).toEqual(['matched', ...FACETS.map((facet) => `facet_${facet}`)]);
    expect(facets.facet_type?.filter).toEqual({ bool: { filter: [{ terms: { issuer: ['UBND'] } }] } });
    expect(body?.post_filter).toEqual({
      bool: { filter: [{ terms: { type: ['plan'] } }, { terms: { issuer: ['UBND'] } }] },
    });
  });
  it('suggests for the readers only', async () => {
    const { send, searches } = recorder();
    const index = openSearchThrough({ send, index: 'archive', isServerless: false });
    await index.suggest('30', READERS, 8);
    await index.suggest('kỷ lu', READERS, 8);
    expect(searches()).toHaveLength(3);
    for (const body of searches())
      expect(Filtered.parse(body?.query).bool.filter).toContainEqual({ terms: { readers: READERS } });
  });

  it('sends nothing that the user types but letters and digits, in queries without operators', async () => {
    const Word = /^[\p{L}\p{N}\p{Mn}_ ]+$/u;
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('") OR 1=1', 'subject:kỷ', '{"match_all":{}}', 'kỷ* AND (luật OR', '/.*/', '_exists_:readers'),
    );
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        const { send, searches } = recorder();
        const index = openSearchThrough({ send, index: 'archive', isServerless: false });
        await index.search({ text, readers: READERS, sort: 'relevance', limit: 5 });
        await index.suggest(text, READERS, 5);
        for (const body of searches()) {
          for (const operators of ['query_string', 'simple_query_string', 'regexp', 'wildcard', 'script', 'global'])
            expect(valuesOf(body, operators)).toEqual([]);
          for (const kind of ['exact', 'folded', 'exactPairs', 'foldedPairs', 'subject'])
            for (const value of valuesOf(body, kind)) expect(value).toMatch(Word);
        }
      }),
      { seed: 3073, numRuns: 300 },
    );
  });
  it('asks nothing for a question without letters and digits', async () => {
    expect(await sent({ text: '***' })).toEqual([]);
  });
  it('refuses a foreign cursor before anything is asked', async () => {
    const { send, requests } = recorder();
    const index = openSearchThrough({ send, index: 'archive', isServerless: false });
    const asked = { text: 'kỷ luật', readers: READERS, sort: 'newest', limit: 1, cursor: 'nonsense' } as const;
    await expect(index.search(asked)).rejects.toThrow(ForeignCursor);
    expect(requests).toEqual([]);
  });
  it('refuses an answer of a part of the index', async () => {
    const part = { timed_out: false, _shards: { failed: 1 }, hits: { hits: [] } };
    const index = openSearchThrough({
      send: async () => ({ status: 200, body: part }),
      index: 'archive',
      isServerless: false,
    });
    await expect(index.search({ text: '', readers: READERS, sort: 'newest', limit: 1 })).rejects.toThrow();
  });
});
