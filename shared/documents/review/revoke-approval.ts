import * as z from 'zod';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import type { Document, DocumentIn } from '../document.ts';
import { mayAct, ND30, stillOpen } from '../drafting/open-draft.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import type { Turn } from '../procedure.ts';
import { signingCapacitiesOf } from '../signing.ts';
import { dueOn } from './deadline.ts';
import { reasonGiven } from './return-draft.ts';

export const RevokeApproval = z.object({ reason: z.string().max(2_000) });
export type RevokeApproval = z.infer<typeof RevokeApproval>;

/** Before the signature: whoever approved, or another who may sign it today (the approver may have been suspended). */
export const canRevokeApproval = (
  document: Document,
  facts: DocumentFacts,
): Result<DocumentIn<'approved'>, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const open = stillOpen(document);
  if (!open.ok) return open;
  if (document.status !== 'approved')
    return refuse('conflict', 'document.not-approved', { basis: ND30('11'), facts: { status: document.status } });
  const { approval } = document;
  if (approval.by.person !== facts.actor.person && signingCapacitiesOf(document, facts).length === 0)
    return refuse('forbidden', 'document.not-the-signatory', {
      basis: ND30('11.1'),
      facts: { signer: approval.by.name },
    });
  return ok(document);
};

/** Rút lại ý kiến duyệt: with a reason, back to awaiting approval; the checks stand, the text is the same. */
export const revokeApproval = (
  document: Document,
  command: RevokeApproval,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canRevokeApproval(document, facts);
  if (!allowed.ok) return allowed;
  const reason = reasonGiven(command.reason);
  if (!reason.ok) return reason;
  const { procedure, approval, heading } = allowed.value;
  const step = procedure?.steps.find((one) => one.kind === 'approval');
  const turn: Turn = {
    step: step?.id ?? 'approval',
    kind: 'approval',
    positions: [approval.capacity.position],
    people: [],
    since: facts.now,
    due: dueOn(facts.holidays, facts.today, { urgency: heading.urgency, workingDays: step?.workingDays ?? 1 }),
  };
  return ok([{ type: 'ApprovalRevoked', at: facts.now, by: facts.actor, reason: reason.value, turns: [turn] }]);
};
