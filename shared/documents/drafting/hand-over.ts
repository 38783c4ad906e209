import * as z from 'zod';
import { PersonId } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import type { Document } from '../document.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { reasonGiven } from '../review/return-draft.ts';
import { isDrafter, leadsAbove } from '../roles.ts';
import { knownPeople } from './drafters.ts';
import { mayAct, ND30, stillOpen } from './open-draft.ts';

export const HandOverDraft = z.object({ from: PersonId, to: PersonId, reason: z.string().max(2_000) });
export type HandOverDraft = z.infer<typeof HandOverDraft>;

/** The drafter, or a head above the drafting unit when the drafter left. */
export const canHandOver = (document: Document, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const open = stillOpen(document);
  if (!open.ok) return open;
  if (isDrafter(document, facts) || leadsAbove(facts, document.heading.draftingUnit)) return ok(undefined);
  return refuse('forbidden', 'document.hand-over-not-allowed', { basis: ND30('10.1') });
};

/** Bàn giao bản thảo: to another person, with a reason; versions and history keep who did what. */
export const handOver = (
  document: Document,
  { from, to, reason }: HandOverDraft,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canHandOver(document, facts);
  if (!allowed.ok) return allowed;
  const own = from === facts.actor.person || from === facts.actor.actingFor;
  if (!own && !leadsAbove(facts, document.heading.draftingUnit))
    return refuse('forbidden', 'document.hand-over-not-allowed', { basis: ND30('10.1') });
  if (!document.drafters.includes(from))
    return refuse('unmet', 'document.not-a-drafter', { basis: ND30('10.2'), facts: { person: from } });
  if (from === to) return refuse('unmet', 'document.hand-over-same-person');
  if (document.drafters.includes(to))
    return refuse('conflict', 'document.already-a-drafter', { facts: { person: to } });
  const said = reasonGiven(reason);
  if (!said.ok) return said;
  const known = knownPeople([to], facts);
  if (!known.ok) return known;
  return ok([{ type: 'DraftHandedOver', at: facts.now, by: facts.actor, from, to, reason: said.value }]);
};
