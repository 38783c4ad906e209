import * as z from 'zod';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import type { Document } from '../document.ts';
import { mayAct, ND30, stillOpen } from '../drafting/open-draft.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { isDrafter, leadsUnit } from '../roles.ts';
import { reasonGiven, revisionTurn } from './return-draft.ts';

export const WithdrawDraft = z.object({ reason: z.string().max(2_000) });
export type WithdrawDraft = z.infer<typeof WithdrawDraft>;

/** From submission until approval, by those who submitted; afterwards the signatory decides. */
export const canWithdraw = (document: Document, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const open = stillOpen(document);
  if (!open.ok) return open;
  if (document.status === 'drafting') return refuse('conflict', 'document.not-withdrawable', {});
  if (!isDrafter(document, facts) && !leadsUnit(facts, document.heading.draftingUnit))
    return refuse('forbidden', 'document.not-a-drafter', { basis: ND30('10.2') });
  if (document.status === 'approved')
    return refuse('conflict', 'document.already-approved', {
      basis: ND30('11'),
      facts: { by: document.approval.by.name },
    });
  return ok(undefined);
};

/** Rút lại bản trình: back to drafting with a reason; checks fall, the history stays. */
export const withdraw = (
  document: Document,
  command: WithdrawDraft,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canWithdraw(document, facts);
  if (!allowed.ok) return allowed;
  const reason = reasonGiven(command.reason);
  if (!reason.ok) return reason;
  const turns = [revisionTurn(document, facts, { head: false })];
  return ok([{ type: 'DraftWithdrawn', at: facts.now, by: facts.actor, reason: reason.value, turns }]);
};
