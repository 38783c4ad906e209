import * as z from 'zod';
import { Actor } from '../kernel/actor.ts';
import { Hash, SeriesId, UnitId, VerificationCode } from '../kernel/ids.ts';
import { Instant, LocalDate } from '../kernel/time.ts';
import { SigningCapacity } from '../organisation/authority.ts';
import { Recipient } from './content.ts';

/** What is kept of the acts after the draft: approval, signature, number, seal, dispatch, filing. */
export const Approval = z.object({
  contentHash: Hash,
  by: Actor,
  at: Instant,
  capacity: SigningCapacity,
  note: z.string().optional(),
});
export type Approval = z.infer<typeof Approval>;

export const SignatureRecord = z.object({
  by: Actor,
  at: Instant,
  capacity: SigningCapacity,
  contentHash: Hash,
  /** Revision 1 as stored in Files area `paper`. */
  fileHash: Hash,
  /** SHA-256 of the prepared bytes that the step-up was bound to. */
  preparedDigest: Hash,
  level: z.enum(['B-B', 'B-T']),
  /** How the signer proved presence for this act. */
  stepUp: z.object({ method: z.enum(['oidc', 'webauthn']), at: Instant, challenge: Hash }),
  verificationCode: VerificationCode,
  pages: z.number().int().positive(),
});
export type SignatureRecord = z.infer<typeof SignatureRecord>;

export const NumberRecord = z.object({
  series: SeriesId,
  year: z.number().int(),
  number: z.number().int().positive(),
  /** `3073/UBND-NC`, `05/TTr-SNV`. */
  display: z.string(),
  date: LocalDate,
  at: Instant,
  by: Actor,
  /** Later than the next working day after signing (Điều 18.1)? */
  late: z.boolean(),
});
export type NumberRecord = z.infer<typeof NumberRecord>;

export const Sealed = z.object({ fileHash: Hash, at: Instant, level: z.enum(['B-B', 'B-T']) });
/** One line of the dispatch list, resolved on the day of issue. */
export const DispatchLine = z.object({
  id: z.string(),
  target: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('unit'), unit: UnitId, name: z.string() }),
    z.object({ kind: z.literal('outside'), name: z.string(), address: z.string().optional() }),
  ]),
  purpose: Recipient.shape.purpose,
  /** The group it came from. */
  via: z.string().optional(),
});
export type DispatchLine = z.infer<typeof DispatchLine>;

export const Filed = z.object({
  dossier: z.string(),
  code: z.string(),
  ordinal: z.number().int().positive(),
  at: Instant,
});
export const Failure = z.object({
  step: z.enum(['seal', 'dispatch', 'file']),
  cause: z.string(),
  at: Instant,
  attempts: z.number().int(),
});
