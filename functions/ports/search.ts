import type { DocumentId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { Cursor } from './store.ts';

/** An issued document as the archive finds it. Text is NFC. */
export type ArchiveRecord = {
  id: DocumentId;
  /** e.g. 3073 */
  number: number;
  /** e.g. `UBND-NC`, `KH/TU`: case kept. */
  symbol: string;
  /** As printed: `3073/UBND-NC`, `05/TTr-SNV`, `171-KH/TU`. */
  display: string;
  /** Kebab-case document type code, e.g. `official-letter`. */
  type: string;
  issuer: string;
  issuerName: string;
  signer: string;
  signerName: string;
  field?: string;
  date: LocalDate;
  /** Trích yếu. */
  subject: string;
  /** Plain text of the body, annexes and recipients. */
  body: string;
  state: 'in-force' | 'amended' | 'replaced' | 'corrected';
  /** Reader keys: `person:p01`, `position:…`, `unit:VP`, `authority:UBND-HN`. */
  readers: string[];
};

export const FACETS = ['type', 'issuer', 'year', 'signer', 'field', 'state'] as const;
export type Facet = (typeof FACETS)[number];

export type SearchQuery = {
  /** Words, "quoted phrases", a number/symbol in any spelling; may be empty: then everything, newest first. */
  text: string;
  filters?: {
    type?: string[];
    issuer?: string[];
    year?: { from?: number; to?: number };
    signer?: string[];
    field?: string[];
    state?: string[];
  };
  /** The asker's keys: only records sharing one are counted or shown. */
  readers: readonly string[];
  sort: 'relevance' | 'newest';
  facets?: readonly Facet[];
  /** ≤ 100 */
  limit: number;
  cursor?: Cursor;
};

/** Text with its hits marked, no HTML; the concatenation is a substring of the original, diacritics kept. */
export type Marked = { text: string; hit: boolean }[];
export type SearchHit = {
  id: DocumentId;
  display: string;
  subject: Marked;
  snippets: Marked[];
  type: string;
  issuerName: string;
  date: LocalDate;
  state: string;
};

export interface SearchIndex {
  /** Idempotent; an operation with an older version than the stored one is ignored. */
  apply(
    ops: readonly (
      | { op: 'upsert'; record: ArchiveRecord; version: number }
      | { op: 'delete'; id: DocumentId; version: number }
    )[],
  ): Promise<void>;
  search(q: SearchQuery): Promise<{
    hits: SearchHit[];
    total: { n: number; exact: boolean };
    facets: Partial<Record<Facet, { value: string; n: number }[]>>;
    cursor?: Cursor;
  }>;
  /** For the citation box: by number/symbol and subject prefix. */
  suggest(
    prefix: string,
    readers: readonly string[],
    limit: number,
  ): Promise<{ id: DocumentId; display: string; subject: string; date: LocalDate }[]>;
  /** Everything applied is now visible (tests and rebuilds). */
  refresh(): Promise<void>;
  clear(): Promise<void>;
  close(): Promise<void>;
}
