import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import type { SearchIndex } from '../../functions/ports/search.ts';
import { foldKey } from '../../shared/kernel/vietnamese-text.ts';
import { aRecord, documentIdOf, EVERYBODY, upserts } from './archive-records.ts';

const Article = z.object({ _id: z.string(), file: z.string(), title: z.string(), text: z.string() });
const Query = z.object({ _id: z.string(), text: z.string() });
export type Retrieval = { recallAt10: number; hitAt10: number; p50: number; p95: number; n: number };

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const articles = (corpusDir: string) =>
  lines(gunzipSync(readFileSync(join(corpusDir, 'corpus.jsonl.gz'))).toString('utf8')).map((line) =>
    Article.parse(JSON.parse(line)),
  );

/** Puts the articles of the retrieval set into an index (once: measuring does not change it). */
export const fillWithArticles = async (index: SearchIndex, corpusDir: string): Promise<number> => {
  const records = articles(corpusDir).map(({ title, text }, at) =>
    aRecord({ id: documentIdOf(at + 1), number: at + 1, display: `${at + 1}/UBND-NC`, subject: title, body: text }),
  );
  for (let from = 0; from < records.length; from += 1000) await index.apply(upserts(records.slice(from, from + 1000)));
  await index.refresh();
  return records.length;
};

/**
 * How often the first ten answers hold the article that a sentence cited (its citation is cut out of the question). `queries`: at most so
 * many, spread evenly. `accents: false` asks without diacritics. The index must have been filled by `fillWithArticles`.
 */
export const measureRetrieval = async (of: {
  index: SearchIndex;
  corpusDir: string;
  queries: number;
  accents: boolean;
}): Promise<Retrieval> => {
  const places = new Map(articles(of.corpusDir).map(({ _id }, at) => [_id, String(documentIdOf(at + 1))]));
  const judged = lines(readFileSync(join(of.corpusDir, 'qrels.tsv'), 'utf8'))
    .slice(1)
    .map((line) => line.split('\t'));
  const relevant = Map.groupBy(judged, ([query = '']) => query);
  const all = lines(readFileSync(join(of.corpusDir, 'queries.jsonl'), 'utf8')).map((line) =>
    Query.parse(JSON.parse(line)),
  );
  const step = Math.max(1, Math.floor(all.length / of.queries));
  const asked = all.filter((query, at) => at % step === 0 && relevant.has(query._id)).slice(0, of.queries);
  const took: number[] = [];
  let [recall, hits] = [0, 0];
  for (const { _id, text } of asked) {
    const wanted = new Set((relevant.get(_id) ?? []).map(([, article = '']) => places.get(article)));
    const start = performance.now();
    const question = {
      text: of.accents ? text : foldKey(text),
      readers: EVERYBODY,
      sort: 'relevance',
      limit: 10,
    } as const;
    const found = await of.index.search(question);
    took.push(performance.now() - start);
    const right = found.hits.filter((hit) => wanted.has(hit.id)).length;
    recall += right / wanted.size;
    hits += right > 0 ? 1 : 0;
  }
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  const n = asked.length;
  return { recallAt10: recall / n, hitAt10: hits / n, p50: at(0.5), p95: at(0.95), n };
};
