import * as z from 'zod';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import type { Document } from '../document.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { reasonGiven } from '../review/return-draft.ts';
import { isDrafter, leadsUnit } from '../roles.ts';
import { mayAct, ND30, stillOpen } from './open-draft.ts';

export const AbandonDraft = z.object({ reason: z.string().max(2_000) });
export type AbandonDraft = z.infer<typeof AbandonDraft>;

/** Only a draft in its drafters' hands: what was submitted is withdrawn first. */
export const canAbandon = (document: Document, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const open = stillOpen(document);
  if (!open.ok) return open;
  if (document.status !== 'drafting')
    return refuse('conflict', 'document.not-abandonable', { facts: { status: document.status } });
  if (!isDrafter(document, facts) && !leadsUnit(facts, document.heading.draftingUnit))
    return refuse('forbidden', 'document.not-a-drafter', { basis: ND30('10.2') });
  return ok(undefined);
};

/** Hủy bản thảo: with a reason; the draft and its history are kept. */
export const abandon = (
  document: Document,
  command: AbandonDraft,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canAbandon(document, facts);
  if (!allowed.ok) return allowed;
  const reason = reasonGiven(command.reason);
  if (!reason.ok) return reason;
  return ok([{ type: 'DraftAbandoned', at: facts.now, by: facts.actor, reason: reason.value }]);
};
