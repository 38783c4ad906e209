import { hashOf } from '../../shared/kernel/event-record.ts';
import { type Cursor, ForeignCursor } from '../ports/store.ts';

/** First 16 hex digits of the query's hash: enough to tell queries apart; a cursor is a place in a list, never a right to read it. */
const fingerprint = (query: string): string => hashOf(query).slice(0, 16);

/** A place (`position`) in the answer to one `query`, opaque to the caller. */
export const encodeCursor = (query: string, position: string): Cursor =>
  Buffer.from(`${fingerprint(query)}.${position}`, 'utf8').toString('base64url');

/** The place that {@link encodeCursor} kept; throws {@link ForeignCursor} for one that another query made, so that no list can be entered through another's. */
export const decodeCursor = (query: string, cursor: Cursor): string => {
  const [owner, ...position] = Buffer.from(cursor, 'base64url').toString('utf8').split('.');
  if (owner !== fingerprint(query)) throw new ForeignCursor();
  return position.join('.');
};
