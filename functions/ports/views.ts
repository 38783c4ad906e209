import type { Cursor } from './store.ts';

/** A row of a materialised view. `pk` names one bounded list (an inbox of one position, one register year), `sk` its order. */
export type ViewRow = { pk: string; sk: string; data: unknown };
export type ViewWrite =
  | { op: 'put'; row: ViewRow; version: number }
  | { op: 'delete'; pk: string; sk: string; version: number };

/**
 * Read models, rebuilt from events at any time. A write carries the version of the stream that caused it: an older one is ignored,
 * so the relay may deliver at least once and a rebuild may run beside writes.
 */
export interface Views {
  get(pk: string, sk: string): Promise<unknown>;
  /** At most `limit` (≤ 200) rows of one list in UTF-8 byte order of `sk`; `next` is bound to this query. */
  query(q: {
    pk: string;
    begins?: string;
    from?: string;
    before?: string;
    descending?: boolean;
    limit: number;
    cursor?: Cursor;
  }): Promise<{ rows: ViewRow[]; next?: Cursor }>;
  /** Several lists at once (one inbox per position held), each bounded. */
  apply(writes: readonly ViewWrite[]): Promise<void>;
  /** How far a projection has read the change feed. */
  checkpoint(name: string): Promise<Cursor | undefined>;
  saveCheckpoint(name: string, cursor: Cursor): Promise<void>;
  /** Exclusive for `seconds`: true when this holder has it now. Two processes on one store must not both react. */
  lease(name: string, holder: string, seconds: number): Promise<boolean>;
  /** Forgets every row and checkpoint before a rebuild. */
  clear(): Promise<void>;
}
