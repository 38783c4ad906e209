import * as z from 'zod';
import { Actor } from '../kernel/actor.ts';
import { DocumentId, FieldCode, Hash, MatterCode, PersonId, UnitId } from '../kernel/ids.ts';
import { Instant, LocalDate } from '../kernel/time.ts';
import { DocumentType, Urgency } from '../organisation/document-type.ts';
import { Attachment } from './content.ts';
import { Procedure, Turn } from './procedure.ts';
import { Approval, DispatchLine, Failure, Filed, NumberRecord, Sealed, SignatureRecord } from './records.ts';

export const RelationKind = z.enum([
  'legal-basis',
  'replies-to',
  'implements',
  'amends',
  'replaces',
  'corrects',
  'refers-to',
]);
export type RelationKind = z.infer<typeof RelationKind>;
/** A relation to a document of the archive (`document`) or outside it (number, date and issuer as cited). */
export const Relation = z.object({
  kind: RelationKind,
  document: DocumentId.optional(),
  /** `171-KH/TU`, `4610/QĐ-UBND`. */
  display: z.string().min(1).max(100),
  typeName: z.string().max(100).optional(),
  date: LocalDate.optional(),
  issuer: z.string().max(200).optional(),
});
export type Relation = z.infer<typeof Relation>;

/** Outcome of a check, bound to the bytes that were read: any edit voids it (Điều 11.2). */
export const Check = z.object({
  step: z.string(),
  kind: z.enum(['unit-review', 'legal-review', 'format-check']),
  contentHash: Hash,
  /** Initials were left (ký nháy), of content or of format. */
  endorsed: z.boolean(),
  by: Actor,
  at: Instant,
  note: z.string().optional(),
});
export type Check = z.infer<typeof Check>;

/** Lấy ý kiến: one round; the opinions themselves are streams of their own (thirty parallel answers must not collide). */
export const ConsultationRound = z.object({
  round: z.number().int().positive(),
  units: z.array(UnitId).min(1).max(90),
  contentHash: Hash,
  question: z.string(),
  deadline: LocalDate,
  openedAt: Instant,
  closed: z
    .object({
      at: Instant,
      agreed: z.number(),
      commented: z.number(),
      disagreed: z.number(),
      notInRemit: z.number(),
      silent: z.array(UnitId),
    })
    .optional(),
});
export type ConsultationRound = z.infer<typeof ConsultationRound>;

/** Nghị quyết, biên bản, kết quả phiếu: the recorded decision of the collective that a TM. signature on a catalogue matter needs (domain §3 S5). */
export const CollectiveDecision = z.object({
  body: z.string().min(2).max(200),
  date: LocalDate,
  number: z.string().min(1).max(100),
  result: z.enum(['passed', 'not-passed']),
  votes: z
    .object({ for: z.number().int(), against: z.number().int(), abstain: z.number().int(), members: z.number().int() })
    .optional(),
  file: Hash,
  matter: MatterCode,
  recordedBy: Actor,
});
export type CollectiveDecision = z.infer<typeof CollectiveDecision>;

/** Draft facts that the drafter sets and an edit may change. */
export const Heading = z.object({
  type: DocumentType,
  issuer: UnitId,
  competence: z.enum(['collective', 'head']),
  field: FieldCode.optional(),
  matter: MatterCode.optional(),
  draftingUnit: UnitId,
  urgency: Urgency,
  /** For công văn: abbreviation of the drafting unit or field after the issuer's; else empty. */
  symbolSuffix: z.string().max(20).optional(),
  /** Annual file plan: the dossier it will be filed in. */
  dossier: z.string().max(60).optional(),
  /** Công văn, tờ trình … that wait for an answer: hạn trả lời. */
  replyBy: LocalDate.optional(),
  wholeAuthority: z.boolean().default(false),
});
export type Heading = z.infer<typeof Heading>;

const Base = z.object({
  id: DocumentId,
  heading: Heading,
  /** Composed from master data: `UBND-NC`, `QĐ-UBND`; case kept. */
  symbol: z.string(),
  subject: z.string(),
  /** Content version, from 1; every edit adds one. */
  version: z.number().int().positive(),
  contentHash: Hash,
  versions: z.array(z.object({ version: z.number().int(), contentHash: Hash, at: Instant, by: PersonId })).max(2_000),
  drafters: z.array(PersonId).min(1),
  /** Soft lock while somebody edits: named to others, ends by itself. */
  lock: z.object({ person: PersonId, name: z.string(), until: Instant }).optional(),
  attachments: z.array(Attachment),
  relations: z.array(Relation),
  consultations: z.array(ConsultationRound),
  decision: CollectiveDecision.optional(),
  checks: z.array(Check),
  returns: z.array(z.object({ from: z.string(), reason: z.string(), by: Actor, at: Instant, contentHash: Hash })),
  /** Everybody who acted on it: they may always read it. */
  participants: z.array(PersonId),
  /** Explicit grants and dispatch recipients, as reader keys. */
  readers: z.array(z.string()),
  grants: z.array(
    z.object({ key: z.string(), reason: z.string(), by: Actor, at: Instant, confirmedBy: PersonId.optional() }),
  ),
  turns: z.array(Turn),
  createdAt: Instant,
  procedure: Procedure.optional(),
});

const Signed = Base.extend({ approval: Approval, signature: SignatureRecord });
const Numbered = Signed.extend({ number: NumberRecord, filed: Filed.optional(), failure: Failure.optional() });
const SealedDocument = Numbered.extend({ seal: Sealed });
const Issued = SealedDocument.extend({
  dispatch: z.object({ at: Instant, lines: z.array(DispatchLine) }),
  /** In-force state, set by later documents (Điều 18.3). */
  standing: z.enum(['in-force', 'amended', 'replaced', 'corrected']),
  affectedBy: z.array(z.object({ document: DocumentId, display: z.string(), kind: RelationKind, at: Instant })),
});

/** Văn bản: a state by status; what exists only after signing exists only there (style §4). */
export const Document = z.discriminatedUnion('status', [
  Base.extend({ status: z.literal('drafting') }),
  Base.extend({ status: z.literal('in-review') }),
  Base.extend({ status: z.literal('awaiting-approval') }),
  Base.extend({ status: z.literal('approved'), approval: Approval }),
  Signed.extend({ status: z.literal('signed') }),
  Numbered.extend({ status: z.literal('numbered') }),
  SealedDocument.extend({ status: z.literal('sealed') }),
  Issued.extend({ status: z.literal('issued') }),
  Base.extend({ status: z.literal('abandoned'), abandoned: z.object({ reason: z.string(), by: Actor, at: Instant }) }),
  /** The number was taken and then voided: its row stays in the register (domain §2.3). */
  Numbered.extend({
    status: z.literal('voided'),
    voided: z.object({ reason: z.string(), approver: z.string(), at: Instant }),
  }),
]);
export type Document = z.infer<typeof Document>;
export type DocumentStatus = Document['status'];
export type DocumentIn<S extends DocumentStatus> = Extract<Document, { status: S }>;
