import { documentNumberKey, exactKey, foldKey, nfc, syllables } from '../../../shared/kernel/vietnamese-text.ts';
import type { ArchiveRecord } from '../../ports/search.ts';
import type { Words } from '../search/common-syllables.ts';
import { LONGEST } from '../search/mark.ts';

/** Of a longer body only so much is indexed (200 pages): six copies of it must pass through one request of 10 MB. */
const INDEXED_CHARACTERS = 500_000;

const keyword = { type: 'keyword' } as const;
// Words arrive as keys parted by spaces. `whitespace` is built into every server: no plug-in and no analyzer of the server can differ from ours.
const words = { type: 'text', analyzer: 'whitespace' } as const;
const pairs = { ...words, index_options: 'freqs' } as const;
const present = { ...words, index_options: 'docs', norms: false } as const;

/** The index: keys to find by, `shown` to show. Keys are not kept in the source: they are made from the record again. */
export const INDEX = {
  mappings: {
    dynamic: 'strict',
    _source: { excludes: ['exact', 'exactPairs', 'folded', 'foldedPairs', 'subject'] },
    properties: {
      id: keyword,
      number: { type: 'integer' },
      numberKey: keyword,
      type: keyword,
      issuer: keyword,
      signer: keyword,
      field: keyword,
      state: keyword,
      year: { type: 'integer' },
      // `2026-03-02`: dates of one width sort as text, and come back from a cursor as they went.
      date: keyword,
      readers: keyword,
      exact: words,
      exactPairs: pairs,
      folded: words,
      foldedPairs: pairs,
      subject: present,
      shown: { type: 'object', enabled: false },
    },
  },
} as const;

const KEYS: Record<Words, (text: string) => string> = { exact: exactKey, folded: foldKey };

/** Two neighbouring syllables as one term: keys hold letters, digits and marks only, so that no other term looks like it. */
export const pairTerm = (first: string, second: string): string => `${first}_${second}`;
const pairsOf = (keys: readonly string[]): string =>
  keys
    .slice(1)
    .map((key, i) => pairTerm(keys[i] ?? '', key))
    .join(' ');

/**
 * All texts of a record as one field, each repeated by its weight in the ranking (as the embedded engine weighs its columns). They are elements of
 * an array: the server puts a gap between them, so that no phrase runs over from one text into the next.
 */
const weighted = (record: ArchiveRecord): string[] => [
  // 05/TTr-SNV is also asked for as 5.
  ...repeated(10, `${record.display} ${record.number}`),
  ...repeated(5, record.subject),
  ...repeated(3, record.signerName),
  nfc(record.body).slice(0, INDEXED_CHARACTERS),
];
const repeated = (times: number, text: string): string[] => Array.from({ length: times }, () => text);

/** A record as the server keeps it. */
export const toDocument = (record: ArchiveRecord) => {
  const { id, number, type, issuer, signer, state, date, readers } = record;
  const texts = weighted(record);
  const keysOf = (kind: Words) => texts.map((text) => syllables(KEYS[kind](text)));
  const [exact, folded] = [keysOf('exact'), keysOf('folded')];
  const spaced = (keys: readonly string[]) => keys.join(' ');
  return {
    ...{ id, number, type, issuer, signer, state, date, readers },
    ...(record.field !== undefined && { field: record.field }),
    numberKey: documentNumberKey(number, record.symbol),
    year: Number(date.slice(0, 4)),
    exact: exact.map(spaced),
    exactPairs: exact.map(pairsOf),
    folded: folded.map(spaced),
    foldedPairs: folded.map(pairsOf),
    subject: spaced(syllables(foldKey(record.subject))),
    shown: {
      display: nfc(record.display),
      subject: nfc(record.subject),
      issuerName: record.issuerName,
      body: nfc(record.body).slice(0, LONGEST),
    },
  };
};

/**
 * What stays of a removed record: its id, so that its version outlives it (the server itself forgets the versions of deleted documents after a
 * minute). It has no readers, and every question asks for readers: nobody finds it.
 */
export const toTombstone = (id: string) => ({ id, readers: [] });
