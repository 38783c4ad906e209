import * as z from 'zod';
import { Actor } from '../kernel/actor.ts';
import { DocumentId, PersonId, PositionId, UnitId } from '../kernel/ids.ts';
import { Instant, LocalDate } from '../kernel/time.ts';
import { DocumentType, Urgency } from '../organisation/document-type.ts';
import { RelationKind } from './document.ts';
import { Turn } from './procedure.ts';

/** One document in a list, as kept in a view and shown in a row. */
export const DocumentLine = z.object({
  document: DocumentId,
  /** `3073/UBND-NC` once numbered, before that the symbol alone. */
  display: z.string(),
  subject: z.string(),
  type: DocumentType,
  typeName: z.string(),
  status: z.string(),
  urgency: Urgency,
  issuer: UnitId,
  issuerName: z.string(),
  unit: UnitId,
  unitName: z.string(),
  /** When it last changed. */
  at: Instant,
});
export type DocumentLine = z.infer<typeof DocumentLine>;

/** Việc đến lượt: what waits for a position or a person. */
export const InboxLine = DocumentLine.extend({
  step: z.string(),
  kind: Turn.shape.kind,
  since: Instant,
  due: LocalDate,
  /** Who passed it on. */
  from: z.string().optional(),
  /** The position whose turn it is; absent when a person is named. */
  position: PositionId.optional(),
});
export type InboxLine = z.infer<typeof InboxLine>;

/** Đang chờ người khác: whose turn it is now. */
export const WaitingLine = DocumentLine.extend({
  kind: Turn.shape.kind,
  since: Instant,
  due: LocalDate,
  /** Titles, and the positions themselves. */
  whose: z.array(z.string()),
  positions: z.array(PositionId),
});
export type WaitingLine = z.infer<typeof WaitingLine>;

/** A unit was asked for its opinion. */
export const OpinionLine = z.object({
  document: DocumentId,
  round: z.number().int(),
  unit: UnitId,
  question: z.string(),
  deadline: LocalDate,
  askedBy: Actor,
  since: Instant,
});
export type OpinionLine = z.infer<typeof OpinionLine>;

/** Numbered or sealed and not yet through. */
export const StuckLine = DocumentLine.extend({
  since: Instant,
  step: z.string(),
  cause: z.string().optional(),
  attempts: z.number().int(),
});
export type StuckLine = z.infer<typeof StuckLine>;

/** Columns 1–7 and the reason of a voided number (Phụ lục IV.I), from the register's own events. */
export const RegisterEntry = z.object({
  document: DocumentId,
  number: z.number().int(),
  display: z.string(),
  date: LocalDate,
  typeName: z.string(),
  subject: z.string(),
  signer: z.string(),
  recipients: z.string(),
  fileCopy: z.string(),
  copies: z.number().int(),
  by: z.string(),
});
export type RegisterEntry = z.infer<typeof RegisterEntry>;
export const RegisterVoid = z.object({ reason: z.string(), approver: z.string(), at: Instant });
export type RegisterVoid = z.infer<typeof RegisterVoid>;
/** Columns 8–10: what the document itself tells of the way it went. */
export const RegisterSent = z.object({
  document: DocumentId,
  dispatchedAt: Instant.optional(),
  lines: z.number().int(),
  standing: z.string().optional(),
  affectedBy: z.array(z.object({ document: DocumentId, display: z.string() })),
});
export type RegisterSent = z.infer<typeof RegisterSent>;

/** One line of a dispatch with what became of it. */
export const DeliveryLine = z.object({
  document: DocumentId,
  line: z.string(),
  to: z.string(),
  unit: UnitId.optional(),
  purpose: z.string(),
  via: z.string().optional(),
  display: z.string(),
  subject: z.string(),
  issuerName: z.string(),
  date: LocalDate,
  urgency: z.string(),
  status: z.enum(['delivered', 'opened', 'received', 'handed-on', 'to-send', 'sent', 'receipt-recorded']),
  deliveredAt: Instant,
  opened: z.array(z.object({ by: z.string(), at: Instant })),
  received: z.object({ by: z.string(), at: Instant }).optional(),
  handedOn: z.array(z.object({ to: UnitId, person: PersonId.optional(), by: z.string(), at: Instant })),
  sent: z.object({ means: z.string(), date: LocalDate, evidence: z.string(), by: z.string() }).optional(),
  receipt: z.object({ date: LocalDate, evidence: z.string() }).optional(),
});
export type DeliveryLine = z.infer<typeof DeliveryLine>;

/** Thay đổi quyền truy cập chưa được xác nhận (Phụ lục VI.III.3.c). */
export const AlertLine = z.object({
  document: DocumentId,
  change: z.enum(['granted', 'revoked']),
  key: z.string(),
  reason: z.string(),
  by: Actor,
  at: Instant,
});
export type AlertLine = z.infer<typeof AlertLine>;

export const ReadLine = z.object({
  document: DocumentId,
  by: Actor,
  at: Instant,
  version: z.number().int(),
  what: z.string(),
});
export type ReadLine = z.infer<typeof ReadLine>;
export const LastSeen = z.object({ contentHash: z.string(), version: z.number().int(), at: Instant });
export type LastSeen = z.infer<typeof LastSeen>;

/** `document` says of the document numbered `key` that it … */
export const RelationLine = z.object({
  document: DocumentId,
  display: z.string(),
  subject: z.string(),
  typeName: z.string(),
  issuerName: z.string(),
  status: z.string(),
  date: LocalDate.optional(),
  /** Number key of `document` itself, once it has a number: the way down the tree. */
  key: z.string().optional(),
  kind: RelationKind,
  target: z.object({ key: z.string(), display: z.string(), document: DocumentId.optional() }),
});
export type RelationLine = z.infer<typeof RelationLine>;

export const NumberLine = z.object({
  document: DocumentId,
  display: z.string(),
  date: LocalDate,
  issuer: UnitId,
  issuerName: z.string(),
  typeName: z.string(),
  subject: z.string(),
  standing: z.string(),
});
export type NumberLine = z.infer<typeof NumberLine>;

/** What the public page may learn from a code: validity and number only when circulation is internal (architecture §7). */
export const Verified = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('issued'),
    display: z.string(),
    date: LocalDate,
    issuerName: z.string(),
    typeName: z.string(),
    standing: z.string(),
    /** SHA-256 of the sealed file. */
    fileHash: z.string(),
    subject: z.string().optional(),
    signer: z.string().optional(),
    signerTitle: z.string().optional(),
  }),
  z.object({ kind: z.literal('not-issued') }),
  z.object({ kind: z.literal('unknown') }),
]);
export type Verified = z.infer<typeof Verified>;
