import * as z from 'zod';
import { FieldCode, PersonId, PositionId, UnitId } from '../kernel/ids.ts';
import { Instant, LocalDate, Period } from '../kernel/time.ts';
import { DocumentType } from '../organisation/document-type.ts';

/** Steps between draft and signature. Consultation is an act of the drafter, not a step. */
export const StepKind = z.enum(['unit-review', 'legal-review', 'format-check', 'approval']);
export type StepKind = z.infer<typeof StepKind>;

/** Who does a step: found on the day it opens, never a name in the route. */
export const StepActor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('head-of-drafting-unit') }), // Điều 12.1
  z.object({ kind: z.literal('format-checker') }), // Điều 12.2
  z.object({ kind: z.literal('jurist') }),
  z.object({ kind: z.literal('head-of-unit'), unit: UnitId }),
  z.object({ kind: z.literal('position'), position: PositionId }),
  z.object({ kind: z.literal('signer') }), // Điều 11.1
]);
export type StepActor = z.infer<typeof StepActor>;

export const Step = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  kind: StepKind,
  actor: StepActor,
  /** Steps of one group run in parallel; groups run in order. */
  group: z.number().int().nonnegative(),
  /** Deadline in working days at normal urgency; urgent halves it, very urgent and express: the same day. */
  workingDays: z.number().int().min(0).max(60),
  /** Leaves initials (ký nháy): of content for reviews, of format for the format check. */
  endorses: z.boolean(),
  /** Left out where the agency has nobody for it (legal review: not every agency has pháp chế); otherwise submission is refused. */
  optional: z.boolean().optional(),
});
export type Step = z.infer<typeof Step>;

/** Quy trình: a route as data, one per type and field; versioned, and a document keeps the version it was submitted under. */
export const Procedure = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  version: z.number().int().positive(),
  name: z.string().max(200),
  issuer: UnitId.optional(),
  types: z.array(DocumentType),
  fields: z.array(FieldCode),
  steps: z.array(Step).min(1).max(20),
  period: Period,
});
export type Procedure = z.infer<typeof Procedure>;

/** Stream `procedures/main`: every version ever in force. */
export const Procedures = z.object({ all: z.array(Procedure) });
export type Procedures = z.infer<typeof Procedures>;

/** Whose turn it is: resolved positions, with the deadline. Several at once in a parallel group. */
export const Turn = z.object({
  step: z.string(),
  kind: z.enum(['unit-review', 'legal-review', 'format-check', 'approval', 'revision', 'signature', 'issue']),
  /** Positions that may act; a person holding one of them takes the turn. */
  positions: z.array(PositionId),
  /** Named people (drafters on return, substitutes of absent holders). */
  people: z.array(PersonId),
  since: Instant,
  due: LocalDate,
});
export type Turn = z.infer<typeof Turn>;
