import * as z from 'zod';
import { PersonId } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import type { Document } from '../document.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { reasonGiven } from '../review/return-draft.ts';
import { isDrafter, leadsUnit } from '../roles.ts';
import { knownPeople } from './drafters.ts';
import { mayAct, ND30, stillOpen } from './open-draft.ts';

export const SetDrafters = z.object({ drafters: z.array(PersonId).min(1).max(20), reason: z.string().max(2_000) });
export type SetDrafters = z.infer<typeof SetDrafters>;

export const canSetDrafters = (document: Document, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const open = stillOpen(document);
  if (!open.ok) return open;
  if (isDrafter(document, facts) || leadsUnit(facts, document.heading.draftingUnit)) return ok(undefined);
  return refuse('forbidden', 'document.not-a-drafter', { basis: ND30('10.1') });
};

/** Phân công người soạn thảo: the head of the unit, or a drafter, names who drafts (Điều 10.1). */
export const setDrafters = (
  document: Document,
  command: SetDrafters,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canSetDrafters(document, facts);
  if (!allowed.ok) return allowed;
  const reason = reasonGiven(command.reason);
  if (!reason.ok) return reason;
  const drafters = knownPeople(command.drafters, facts);
  if (!drafters.ok) return drafters;
  if (drafters.value.join() === document.drafters.join())
    return refuse('conflict', 'document.nothing-changed', { facts: { version: document.version } });
  return ok([{ type: 'DraftersSet', at: facts.now, by: facts.actor, drafters: drafters.value, reason: reason.value }]);
};
