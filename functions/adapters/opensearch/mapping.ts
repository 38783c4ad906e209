import { documentNumberKey, exactKey, foldKey, nfc, syllables } from '../../../shared/kernel/vietnamese-text.ts';
import type { ArchiveRecord } from '../../ports/search.ts';
import type { Words } from '../search/common-syllables.ts';
import { LONGEST } from '../search/mark.ts';

/** Fields of words with their weight in the ranking, as in the embedded engine: number, subject, signer, body. */
export const WEIGHTS = { numbers: 10, subject: 5, signerName: 3, body: 1 } as const;
/** Of a longer body only so much is indexed: three copies must pass through one request of 10 MB (400 pages do). */
const INDEXED_CHARACTERS = 1_000_000;

const keyword = { type: 'keyword' } as const;
// The words arrive as keys parted by spaces. `whitespace` is built into every server: no plug-in and no analyzer of our own can differ from ours.
const words = {
  properties: Object.fromEntries(
    Object.keys(WEIGHTS).map((field) => [field, { type: 'text', analyzer: 'whitespace' } as const]),
  ),
};

/** The index: keys to find by, `shown` to show. Keys are not kept in the source: they are made from the record again. */
export const INDEX = {
  mappings: {
    dynamic: 'strict',
    _source: { excludes: ['exact', 'folded'] },
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
      folded: words,
      shown: { type: 'object', enabled: false },
    },
  },
} as const;

const KEYS: Record<Words, (text: string) => string> = { exact: exactKey, folded: foldKey };

/** A record as the server keeps it. */
export const toDocument = (record: ArchiveRecord) => {
  const { id, number, type, issuer, signer, state, date, readers } = record;
  const body = nfc(record.body);
  const texts = {
    // 05/TTr-SNV is also asked for as 5.
    numbers: `${record.display} ${number}`,
    subject: record.subject,
    signerName: record.signerName,
    body: body.slice(0, INDEXED_CHARACTERS),
  };
  const keysOf = (kind: Words) =>
    Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, syllables(KEYS[kind](text)).join(' ')]));
  return {
    ...{ id, number, type, issuer, signer, state, date, readers },
    ...(record.field !== undefined && { field: record.field }),
    numberKey: documentNumberKey(number, record.symbol),
    year: Number(date.slice(0, 4)),
    exact: keysOf('exact'),
    folded: keysOf('folded'),
    shown: {
      display: nfc(record.display),
      subject: nfc(record.subject),
      issuerName: record.issuerName,
      body: body.slice(0, LONGEST),
    },
  };
};

/**
 * What stays of a removed record: its id, so that its version outlives it (the server itself forgets the versions of deleted documents after a
 * minute). It has no readers, and every question asks for readers: nobody finds it.
 */
export const toTombstone = (id: string) => ({ id, readers: [] });
