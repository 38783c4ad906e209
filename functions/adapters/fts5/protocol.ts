import * as z from 'zod';
import { DocumentId } from '../../../shared/kernel/ids.ts';
import { LocalDate } from '../../../shared/kernel/time.ts';
import { FACETS } from '../../ports/search.ts';

/** What travels between the index and its worker thread. Both ends parse: a thread is a border too. */
export const StoredRecord = z.object({
  id: DocumentId,
  number: z.number(),
  symbol: z.string(),
  display: z.string(),
  type: z.string(),
  issuer: z.string(),
  issuerName: z.string(),
  signer: z.string(),
  signerName: z.string(),
  field: z.string().optional(),
  date: LocalDate,
  subject: z.string(),
  body: z.string(),
  state: z.string(),
  readers: z.array(z.string()),
});
export type StoredRecord = z.infer<typeof StoredRecord>;

export const Operation = z.discriminatedUnion('op', [
  z.object({ op: z.literal('upsert'), record: StoredRecord, version: z.number() }),
  z.object({ op: z.literal('delete'), id: DocumentId, version: z.number() }),
  /** Forgets every record and version. */
  z.object({ op: z.literal('clear') }),
]);
export type Operation = z.infer<typeof Operation>;

const values = z.array(z.string()).optional();
export const Question = z.object({
  text: z.string().max(4000),
  filters: z
    .object({
      type: values,
      issuer: values,
      year: z.object({ from: z.number().optional(), to: z.number().optional() }).optional(),
      signer: values,
      field: values,
      state: values,
    })
    .optional(),
  readers: z.array(z.string()),
  sort: z.enum(['relevance', 'newest']),
  facets: z.array(z.enum(FACETS)).optional(),
  limit: z.number().int().min(1).max(100),
  cursor: z.string().optional(),
});
export type Question = z.infer<typeof Question>;

export const Request = z.discriminatedUnion('method', [
  z.object({ method: z.literal('open'), file: z.string() }),
  z.object({
    method: z.literal('apply'),
    operations: z.array(Operation),
    /** Noted in the same transaction; absent where nobody counts. */
    position: z.number().int().positive().optional(),
  }),
  z.object({ method: z.literal('search'), question: Question }),
  z.object({
    method: z.literal('suggest'),
    // Three times what a caller may send: NFC can take one character apart into three.
    prefix: z.string().max(600),
    readers: z.array(z.string()),
    limit: z.number().int().min(1).max(100),
  }),
  z.object({ method: z.literal('refresh') }),
  /** Writes the index into a new file, without the room that changes have left. */
  z.object({ method: z.literal('copy'), file: z.string() }),
  z.object({ method: z.literal('close') }),
]);
export type Request = z.infer<typeof Request>;
/** How far into its feed a file has come: 0 when nobody counts. */
export const Position = z.number().int().nonnegative();
export const Envelope = z.object({ call: z.number(), request: Request });
export const Reply = z.discriminatedUnion('ok', [
  z.object({ call: z.number(), ok: z.literal(true), value: z.unknown() }),
  z.object({ call: z.number(), ok: z.literal(false), message: z.string(), foreignCursor: z.boolean() }),
]);
export type Reply = z.infer<typeof Reply>;

const Marked = z.array(z.object({ text: z.string(), hit: z.boolean() }));
const Hit = z.object({
  id: DocumentId,
  display: z.string(),
  subject: Marked,
  snippets: z.array(Marked),
  type: z.string(),
  issuerName: z.string(),
  date: LocalDate,
  state: z.string(),
});
const counts = z.array(z.object({ value: z.string(), n: z.number() }));
export const Found = z.object({
  hits: z.array(Hit),
  total: z.object({ n: z.number(), exact: z.boolean() }),
  facets: z.partialRecord(z.enum(FACETS), counts),
  cursor: z.string().exactOptional(),
});
export type Found = z.infer<typeof Found>;
export const Suggestions = z.array(
  z.object({ id: DocumentId, display: z.string(), subject: z.string(), date: LocalDate }),
);
export type Suggestions = z.infer<typeof Suggestions>;
