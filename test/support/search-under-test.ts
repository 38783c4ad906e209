import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { SearchHit, SearchIndex, SearchQuery } from '../../functions/ports/search.ts';
import { aRecord, documentIdOf, EVERYBODY, upserts } from './archive-records.ts';

export const text = (marked: SearchHit['subject']) => marked.map((part) => part.text).join('');
export const hits = (marked: SearchHit['subject']) => marked.filter((part) => part.hit).map((part) => part.text);

/** One index for the tests of a `describe`, empty before each; asked as somebody who may read everything. */
export const searchUnderTest = (makeIndex: () => Promise<SearchIndex>) => {
  let made: SearchIndex | undefined;
  const index = (): SearchIndex => {
    if (made === undefined) throw new Error('the index is made before the first test');
    return made;
  };
  beforeAll(async () => {
    made = await makeIndex();
  });
  afterAll(async () => made?.close());
  beforeEach(async () => index().clear());

  const ask = (asked: Partial<SearchQuery> | string) =>
    index().search({
      text: '',
      readers: EVERYBODY,
      sort: 'relevance',
      limit: 50,
      ...(typeof asked === 'string' ? { text: asked } : asked),
    });
  return {
    index,
    ask,
    given: async (...records: Parameters<typeof aRecord>[0][]) => {
      await index().apply(upserts(records.map((record, at) => aRecord({ id: documentIdOf(at + 1), ...record }))));
      await index().refresh();
    },
    subjects: async (asked: Partial<SearchQuery> | string) => (await ask(asked)).hits.map((hit) => text(hit.subject)),
  };
};
