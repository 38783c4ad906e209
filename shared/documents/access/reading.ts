import * as z from 'zod';
import type { Aggregate } from '../../kernel/aggregate.ts';
import { DocumentId, Hash } from '../../kernel/ids.ts';
import { Instant } from '../../kernel/time.ts';
import { ReadingEvent } from '../events.ts';

/** What one person has seen of one document: stream `reading/{document}.{person}` (Phụ lục VI.III.5.a keeps the whole history of views). */
export const Reading = z.object({
  document: DocumentId,
  contentHash: Hash,
  version: z.number().int(),
  at: Instant,
  times: z.number().int().positive(),
});
export type Reading = z.infer<typeof Reading>;

export const readingAggregate: Aggregate<Reading, ReadingEvent> = {
  name: 'reading',
  schemaVersion: 1,
  state: Reading,
  event: ReadingEvent,
  evolve: (state, { document, contentHash, version, at }) => ({
    document,
    contentHash,
    version,
    at,
    times: (state?.times ?? 0) + 1,
  }),
};
