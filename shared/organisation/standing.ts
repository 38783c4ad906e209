import * as z from 'zod';
import { DelegationId, FieldCode, HoldingId, MatterCode, PersonId, PositionId, UnitId } from '../kernel/ids.ts';
import { Instant, LocalDate, Period } from '../kernel/time.ts';
import { DocumentType } from './document-type.ts';
import { WorkEmail } from './people/work-email.ts';

/** Việc giữ chức vụ: who holds which position from when to when, and how. */
export const Holding = z.object({
  id: HoldingId,
  person: PersonId,
  position: PositionId,
  /** `acting` = giao quyền (Q.), prints `Q.`; `in-charge` = cấp phó phụ trách, signs KT. (domain §3). */
  manner: z.enum(['substantive', 'acting', 'in-charge']).default('substantive'),
  basis: z.string().max(300).optional(),
  period: Period,
});
export type Holding = z.infer<typeof Holding>;

/** Ủy quyền ký (TUQ), Điều 13.3: in writing, with a reason, limited in time and content, never passed on, never to a deputy. */
export const Delegation = z.object({
  id: DelegationId,
  from: PersonId,
  fromPosition: PositionId,
  to: PersonId,
  toPosition: PositionId,
  /** The agency in whose name, format, series and with whose seal the delegatee signs. */
  issuer: UnitId,
  types: z.array(DocumentType).min(1),
  fields: z.array(FieldCode).default([]),
  scope: z.string().min(10).max(1_000),
  reason: z.string().min(10).max(1_000),
  basis: z.object({ symbol: z.string().min(3).max(100), date: LocalDate }),
  period: z.object({ from: LocalDate, to: LocalDate }),
  revoked: z.object({ at: Instant, on: LocalDate, reason: z.string() }).optional(),
  /** Set when either party changes position: no signing until confirmed. */
  toConfirm: z.string().optional(),
});
export type Delegation = z.infer<typeof Delegation>;

/** Việc của người đứng đầu giao cấp phó: a matter of the head's own that a deputy signs KT. for, outside any field (Điều 13.1). */
export const Entrustment = z.object({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  from: PersonId,
  issuer: UnitId,
  /** A matter of the collective catalogue; otherwise the document names this entrustment. */
  matter: MatterCode.optional(),
  types: z.array(DocumentType).min(1),
  scope: z.string().min(10).max(1_000),
  basis: z.string().min(3).max(300),
  period: Period,
});
export type Entrustment = z.infer<typeof Entrustment>;

/** Vắng mặt, with who receives the work meanwhile. Substitution passes work on, not signing authority. */
export const Absence = z.object({
  id: z.string(),
  period: Period,
  reason: z.string().max(300),
  substitute: PersonId.optional(),
});
export type Absence = z.infer<typeof Absence>;

/** Tạm đình chỉ công tác: from the instant on, no signing, no approval, no delegation given or used (domain §10.2). */
export const Suspension = z.object({
  id: z.string(),
  from: Instant,
  to: Instant.optional(),
  basis: z.string().min(3).max(300),
  reason: z.string().max(500),
});
export type Suspension = z.infer<typeof Suspension>;

/**
 * Everything that touches one person's authority, as one small stream `authority/{person}`. Acts of legal weight guard it, so whatever is
 * inserted between load and commit makes the act retry and be refused (architecture §4).
 */
export const Standing = z.object({
  person: PersonId,
  name: z.string().min(1).max(100),
  holdings: z.array(Holding),
  absences: z.array(Absence),
  suspensions: z.array(Suspension),
  delegationsGiven: z.array(Delegation),
  delegationsReceived: z.array(Delegation),
  entrusted: z.array(Entrustment).optional(),
  /** Where notices of work go; somebody without one gets none. */
  email: WorkEmail.optional(),
});
export type Standing = z.infer<typeof Standing>;

/** Phân công lĩnh vực: stream `field/{code}`; exactly one leader in charge on each day. */
export const FieldAssignment = z.object({ person: PersonId, period: Period, basis: z.string().max(300) });
export const Portfolio = z.object({ field: FieldCode, assignments: z.array(FieldAssignment) });
export type Portfolio = z.infer<typeof Portfolio>;
