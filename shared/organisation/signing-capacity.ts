import * as z from 'zod';
import { DelegationId, FieldCode, HoldingId, MatterCode, PersonId, PositionId, UnitId } from '../kernel/ids.ts';
import { DocumentType } from './document-type.ts';

/** The act that needs authority: who issues, as whom, what about. */
export const SigningMatter = z.object({
  issuer: UnitId,
  /** `collective`: the body decides (TM.). `head`: the head's own competence (no TM.). One-man agencies are always `head`. */
  competence: z.enum(['collective', 'head']),
  type: DocumentType,
  field: FieldCode.optional(),
  matter: MatterCode.optional(),
  /** The head's own matter given to a deputy, when the drafter names it: id of an `Entrustment`. */
  entrustment: z.string().optional(),
});
export type SigningMatter = z.infer<typeof SigningMatter>;

export const CapacityKind = z.enum([
  'head', // GIÁM ĐỐC; TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH; CHỦ TỊCH
  'acting', // Q.
  'deputy', // KT.
  'by-order', // TL.
  'by-order-deputy', // TL. … / KT. … / PHÓ …
  'delegated', // TUQ.
]);
export type CapacityKind = z.infer<typeof CapacityKind>;

/** How a person may sign: the printed lines and the proof, kept on the document for ever. */
export const SigningCapacity = z.object({
  kind: CapacityKind,
  person: PersonId,
  name: z.string(),
  position: PositionId,
  holding: HoldingId,
  /** Cell 7a, computed, never typed: `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`. */
  lines: z.array(z.string()).min(1),
  /** Cell 7b, above the name: the signatory's position in the agency whose seal a council uses (Phụ lục I.II.7.c). */
  otherPositions: z.array(z.string()).optional(),
  evidence: z.object({
    holding: HoldingId,
    field: FieldCode.optional(),
    fieldLeader: PersonId.optional(),
    standingRule: z.string().optional(),
    delegation: DelegationId.optional(),
    delegator: PersonId.optional(),
    entrustment: z.string().optional(),
    basis: z.string(),
  }),
});
export type SigningCapacity = z.infer<typeof SigningCapacity>;
