import * as z from 'zod';
import { Hash, PositionId } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { CapacityKind, type SigningCapacity } from '../../organisation/authority.ts';
import type { OrganisationCode } from '../../organisation/organisation-code.ts';
import { decidesAsBody } from '../../organisation/signing-scene.ts';
import { whyNoCapacity } from '../../organisation/why-no-capacity.ts';
import type { DocumentCode } from '../codes.ts';
import type { Document } from '../document.ts';
import { mayAct, ND30, stillOpen } from '../drafting/open-draft.ts';
import { sawCurrent } from '../drafting/version.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import type { Turn } from '../procedure.ts';
import { signingCapacitiesOf, signingMatterOf } from '../signing.ts';
import { dueOn } from './deadline.ts';

export const ApproveDocument = z.object({
  contentHash: Hash,
  /** Which of several capacities; the first when absent. */
  position: PositionId.optional(),
  capacity: CapacityKind.optional(),
  note: z.string().trim().min(1).max(2_000).optional(),
});
export type ApproveDocument = z.infer<typeof ApproveDocument>;

/** Every step of its procedure was passed for this very text (Điều 11.2, 12). */
export const checksHold = (document: Document): Result<void, Refusal<DocumentCode>> => {
  const passed = new Set(document.checks.filter((c) => c.contentHash === document.contentHash).map((c) => c.step));
  const steps = (document.procedure?.steps ?? []).filter((step) => step.kind !== 'approval');
  const outstanding = steps.filter((step) => !passed.has(step.id)).map((step) => step.id);
  if (outstanding.length === 0) return ok(undefined);
  return refuse('unmet', 'document.checks-outstanding', { basis: ND30('12'), facts: { outstanding } });
};

/** A matter of the catalogue rests on a decision of the collective: passed, made by today, on that matter (domain §3 S5, §8.2). */
export const decisionHolds = (document: Document, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const { matter } = document.heading;
  if (matter === undefined || !decidesAsBody(facts.organisation, signingMatterOf(document), facts.today))
    return ok(undefined);
  const { decision } = document;
  if (decision?.result === 'passed' && decision.date <= facts.today && decision.matter === matter) return ok(undefined);
  const { organisation } = facts.organisation;
  const title = organisation.matters.find((one) => one.code === matter)?.title ?? matter;
  return refuse('unmet', 'document.collective-decision-missing', { basis: ND30('13.2'), facts: { matter, title } });
};

/** Whoever could sign something is told why not this; to everybody else: who signs it. */
const notTheSignatory = (document: Document, facts: DocumentFacts): Result<never, Refusal<ApprovalCode>> => {
  const who = { person: facts.actor.person };
  const why = whyNoCapacity(facts.organisation, signingMatterOf(document), who, { date: facts.today, at: facts.now });
  if (why.code !== 'organisation.not-a-signatory') return { ok: false, error: why };
  const holders = document.turns.flatMap((turn) => turn.positions.flatMap(facts.directory.holders));
  const signer = holders.map((holder) => holder.name);
  return refuse('forbidden', 'document.not-the-signatory', { basis: ND30('11.1'), facts: { signer } });
};

type ApprovalCode = DocumentCode | OrganisationCode;
/** Duyệt được chưa: by whoever will sign, in a capacity held today, over a checked text. Answers with the capacities. */
export const canApprove = (
  document: Document,
  facts: DocumentFacts,
): Result<SigningCapacity[], Refusal<ApprovalCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const open = stillOpen(document);
  if (!open.ok) return open;
  if (document.status !== 'awaiting-approval')
    return refuse('conflict', 'document.not-awaiting-approval', {
      basis: ND30('11'),
      facts: { status: document.status },
    });
  const capacities = signingCapacitiesOf(document, facts);
  if (capacities.length === 0) return notTheSignatory(document, facts);
  const checked = checksHold(document);
  if (!checked.ok) return checked;
  const decided = decisionHolds(document, facts);
  return decided.ok ? ok(capacities) : decided;
};

/** The turn that follows: the same person signs, at the latest the next working day. */
const signatureTurn = (document: Document, capacity: SigningCapacity, facts: DocumentFacts): Turn => ({
  step: 'signature',
  kind: 'signature',
  positions: [capacity.position],
  people: [],
  since: facts.now,
  due: dueOn(facts.holidays, facts.today, { urgency: document.heading.urgency, workingDays: 1 }),
});

/** Duyệt bản thảo: whoever will sign approves the text that they read, in a computed capacity (Điều 11.1). */
export const approve = (
  document: Document,
  command: ApproveDocument,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<ApprovalCode>> => {
  const allowed = canApprove(document, facts);
  if (!allowed.ok) return allowed;
  const current = sawCurrent(document, command);
  if (!current.ok) return current;
  const capacity = allowed.value
    .filter((one) => command.position === undefined || one.position === command.position)
    .find((one) => command.capacity === undefined || one.kind === command.capacity);
  if (capacity === undefined)
    return refuse('forbidden', 'document.capacity-not-held', {
      basis: ND30('13'),
      facts: { held: allowed.value.map((one) => one.lines.join(' / ')) },
    });
  return ok([
    {
      type: 'DocumentApproved',
      at: facts.now,
      by: facts.actor,
      contentHash: document.contentHash,
      capacity,
      ...(command.note === undefined ? {} : { note: command.note }),
      turns: [signatureTurn(document, capacity, facts)],
    },
  ]);
};
