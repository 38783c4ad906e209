import * as z from 'zod';
import { Hash } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { addWorkingDays } from '../../kernel/working-days.ts';
import { CapacityKind, type SigningCapacity } from '../../organisation/authority.ts';
import { whyNoCapacity } from '../../organisation/why-no-capacity.ts';
import type { Document, DocumentIn } from '../document.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import type { Turn } from '../procedure.ts';
import type { SignatureRecord } from '../records.ts';
import { decisionHolds } from '../review/approve.ts';
import { signingCapacitiesOf, signingMatterOf } from '../signing.ts';

/** The bytes to be signed are made first: the step-up is bound to them, and the signature to what the signer saw (S7: never a blank). */
export const PrepareSignature = z.object({ contentHash: Hash, capacity: CapacityKind.optional() });
export type PrepareSignature = z.infer<typeof PrepareSignature>;
export const SignDocument = z.object({
  contentHash: Hash,
  preparedDigest: Hash,
  /** The proven intent, bound to this act, these bytes and this person. */
  intent: z.string().min(1).max(100),
});
export type SignDocument = z.infer<typeof SignDocument>;

/** How the actor may sign this document at this instant; the capacity of the approval when one is given, re-evaluated on the signing date (S1). */
export const capacityToSign = (
  document: Document,
  facts: DocumentFacts,
  kind?: SigningCapacity['kind'],
): Result<SigningCapacity, Refusal> => {
  const who = { person: facts.actor.person };
  const on = { date: facts.today, at: facts.now };
  const capacities = signingCapacitiesOf(document, facts);
  const chosen = kind === undefined ? capacities[0] : capacities.find((capacity) => capacity.kind === kind);
  if (chosen !== undefined) return ok(chosen);
  return { ok: false, error: whyNoCapacity(facts.organisation, signingMatterOf(document), who, on) };
};

/** Điều kiện ký ban hành (Điều 13): approved, by the same person, still competent at this instant, the collective has decided where it must. */
export const canSign = (
  document: Document,
  facts: DocumentFacts,
): Result<{ document: DocumentIn<'approved'>; capacity: SigningCapacity }, Refusal> => {
  if (
    document.status === 'signed' ||
    document.status === 'numbered' ||
    document.status === 'sealed' ||
    document.status === 'issued'
  )
    return refuse('conflict', 'document.already-signed', { facts: { by: document.signature.by.name } });
  if (document.status !== 'approved')
    return refuse('conflict', 'document.not-approved', { basis: 'Điều 11 Nghị định 30/2020/NĐ-CP' });
  const { approval } = document;
  if (approval.by.person !== facts.actor.person)
    return refuse('forbidden', 'document.not-the-signatory', {
      basis: 'Điều 11.1, Điều 13 Nghị định 30/2020/NĐ-CP',
      facts: { signer: approval.by.name },
    });
  const capacity = capacityToSign(document, facts, approval.capacity.kind);
  if (!capacity.ok) return capacity;
  if (approval.contentHash !== document.contentHash)
    return refuse('conflict', 'document.version-superseded', {
      basis: 'Điều 11.2 Nghị định 30/2020/NĐ-CP',
      facts: { version: document.version },
    });
  const decided = decisionHolds(document, facts);
  return decided.ok ? ok({ document, capacity: capacity.value }) : decided;
};

/** What the shell has made and proven before the rule is asked. */
export type SigningFacts = DocumentFacts & {
  prepared: {
    digest: Hash;
    contentHash: Hash;
    capacity: SigningCapacity;
    verificationCode: SignatureRecord['verificationCode'];
    pages: number;
  };
  fileHash: Hash;
  level: SignatureRecord['level'];
  stepUp: SignatureRecord['stepUp'];
  /** Positions of the clerks who take the turn. */
  clerks: Turn['positions'];
};

/** Ký ban hành (Điều 13): the digital signature of the competent person over the exact rendered bytes. */
export const sign = (
  document: Document,
  command: SignDocument,
  facts: SigningFacts,
): Result<DocumentEvent[], Refusal> => {
  const allowed = canSign(document, facts);
  if (!allowed.ok) return allowed;
  const { prepared } = facts;
  const rendered = prepared.contentHash === document.contentHash && command.contentHash === document.contentHash;
  const sameLines = prepared.capacity.lines.join('\n') === allowed.value.capacity.lines.join('\n');
  if (!rendered || !sameLines || prepared.digest !== command.preparedDigest)
    return refuse('conflict', 'document.prepared-for-other-text', { basis: 'Điều 11.2 Nghị định 30/2020/NĐ-CP' });
  const signature: SignatureRecord = {
    by: facts.actor,
    at: facts.now,
    capacity: allowed.value.capacity,
    contentHash: document.contentHash,
    fileHash: facts.fileHash,
    preparedDigest: prepared.digest,
    level: facts.level,
    stepUp: facts.stepUp,
    verificationCode: prepared.verificationCode,
    pages: prepared.pages,
  };
  const urgent = document.heading.urgency !== 'normal';
  const turn: Turn = {
    step: 'issue',
    kind: 'issue',
    positions: facts.clerks,
    people: [],
    since: facts.now,
    // Issued the same day, at the latest the next working day; urgent ones at once (Điều 18.1).
    due: urgent ? facts.today : addWorkingDays(facts.holidays, facts.today, 1),
  };
  return ok([{ type: 'DocumentSigned', at: facts.now, by: facts.actor, signature, turns: [turn] }]);
};
