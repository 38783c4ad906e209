import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { ftsSearch } from '../../functions/adapters/fts5/search.ts';
import { demoWorld } from '../../functions/entry/seed/demo-world.ts';
import type { ArchiveRecord, SearchIndex } from '../../functions/ports/search.ts';
import { linesOf } from '../../shared/documents/format/content-lines.ts';
import { DocumentId } from '../../shared/kernel/ids.ts';
import { addDays, LocalDate } from '../../shared/kernel/time.ts';
import { foldKey } from '../../shared/kernel/vietnamese-text.ts';
import { rounded, type Spread, seeded, spread, timed } from './figures.ts';

export type SearchLatency = { documents: number; search: Spread; buildSeconds: number };

const READERS = ['authority:UBND-HN'];
const TextLine = z.looseObject({ text: z.string() });

/** Sentences of real legal texts when a corpus is given, else the demo's own. */
export const sentencesFor = (corpus: string | undefined): { source: string; sentences: string[] } => {
  const texts = corpus === undefined ? '' : join(corpus, 'texts');
  if (texts !== '' && existsSync(texts)) {
    const lines = readdirSync(texts)
      .filter((name) => name.endsWith('.jsonl.gz'))
      .flatMap((name) =>
        gunzipSync(readFileSync(join(texts, name)))
          .toString('utf8')
          .split('\n'),
      )
      .filter((line) => line !== '');
    const sentences = lines.flatMap((line) => TextLine.parse(JSON.parse(line)).text.split(/(?<=[.;:])\s+|\n+/));
    return { source: 'corpus texts', sentences: usable(sentences) };
  }
  const documents = demoWorld().documents.flatMap((one) => (one.kind === 'outgoing' ? [one.content] : []));
  return { source: "the demo's own sentences", sentences: usable(documents.flatMap((one) => linesOf(one))) };
};
const usable = (sentences: readonly string[]): string[] =>
  [...new Set(sentences.map((one) => one.normalize('NFC').trim()))].filter(
    (one) => one.length > 30 && one.length < 600,
  );

const pick = (sentences: readonly string[], random: () => number): string =>
  sentences[Math.floor(random() * sentences.length)] ?? '';

/** An invented letter of twenty sentences. */
export const recordOf = (at: number, sentences: readonly string[], random: () => number): ArchiveRecord => {
  const number = at + 1;
  return {
    id: DocumentId.parse(`01HMEASVRE${String(number).padStart(16, '0')}`),
    number,
    symbol: 'UBND-NC',
    display: `${number}/UBND-NC`,
    type: 'official-letter',
    issuer: 'UBND-HN',
    issuerName: 'Ủy ban nhân dân thành phố Hà Nội',
    signer: 'p01',
    signerName: 'Nguyễn Quốc Khải',
    field: 'NC',
    date: addDays(LocalDate.parse('2020-01-01'), at % 1_500),
    subject: pick(sentences, random).slice(0, 300),
    body: Array.from({ length: 20 }, () => pick(sentences, random)).join('\n'),
    state: 'in-force',
    readers: READERS,
  };
};

/** Three words in a row of some sentence; every second question without accents, as people type. */
export const questionOf = (at: number, sentences: readonly string[], random: () => number): string => {
  const words = pick(sentences, random).split(/\s+/);
  const from = Math.floor(random() * Math.max(1, words.length - 3));
  const text = words
    .slice(from, from + 3)
    .join(' ')
    .replaceAll('"', ' ');
  return at % 2 === 0 ? text : foldKey(text);
};

const fill = async (
  index: SearchIndex,
  o: { from: number; to: number; sentences: readonly string[]; random: () => number },
) => {
  for (let at = o.from; at < o.to; at += 500) {
    const size = Math.min(500, o.to - at);
    const records = Array.from({ length: size }, (_, n) => recordOf(at + n, o.sentences, o.random));
    await index.apply(records.map((record) => ({ op: 'upsert' as const, record, version: 1 })));
  }
  await index.refresh();
};

/** The same kind of question against an archive that grows from one size to the next. */
export const searchLatency = async (o: {
  file: string;
  sizes: readonly number[];
  questions: number;
  seed: number;
  sentences: readonly string[];
}): Promise<SearchLatency[]> => {
  const random = seeded(o.seed);
  const index = ftsSearch({ file: o.file });
  const found: SearchLatency[] = [];
  try {
    let [filled, built] = [0, 0];
    for (const documents of o.sizes) {
      built += (await timed(() => fill(index, { from: filled, to: documents, sentences: o.sentences, random })))
        .milliseconds;
      filled = documents;
      const took: number[] = [];
      for (let at = 0; at < o.questions; at += 1) {
        const text = questionOf(at, o.sentences, random);
        const asked = {
          text,
          readers: READERS,
          sort: 'relevance' as const,
          facets: ['type', 'year'] as const,
          limit: 20,
        };
        took.push((await timed(() => index.search(asked))).milliseconds);
      }
      found.push({ documents, search: spread(took), buildSeconds: rounded(built / 1000) });
    }
    return found;
  } finally {
    await index.close();
  }
};
