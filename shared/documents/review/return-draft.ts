import * as z from 'zod';
import { Hash } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import type { Document } from '../document.ts';
import { mayAct, ND30, stillOpen } from '../drafting/open-draft.ts';
import { sawCurrent } from '../drafting/version.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import type { Turn } from '../procedure.ts';
import { leadersOf, turnsOf } from '../roles.ts';
import { signingCapacitiesOf } from '../signing.ts';
import { dueOn } from './deadline.ts';

export const ReturnDraft = z.object({ contentHash: Hash, reason: z.string().max(2_000) });
export type ReturnDraft = z.infer<typeof ReturnDraft>;

/** Working days for a revision at normal urgency. */
const REVISION_DAYS = 2;

/** The turn of revising: the drafters, and on a return the head of the drafting unit, who passes it on (Điều 10.3). */
export const revisionTurn = (document: Document, facts: DocumentFacts, to: { head: boolean }): Turn => {
  const { draftingUnit, urgency } = document.heading;
  const heads = leadersOf(facts.organisation.organisation, draftingUnit, facts.today)[0] ?? [];
  const due = dueOn(facts.holidays, facts.today, { urgency, workingDays: REVISION_DAYS });
  const positions = to.head ? heads.map((position) => position.id) : [];
  return { step: 'revision', kind: 'revision', positions, people: document.drafters, since: facts.now, due };
};

/** A reason of blanks is none. */
export const reasonGiven = (reason: string, basis?: string): Result<string, Refusal<DocumentCode>> => {
  const said = reason.normalize('NFC').trim();
  if (said !== '') return ok(said);
  return refuse('invalid', 'document.reason-missing', basis === undefined ? {} : { basis });
};

/** Whoever has the turn may return it; before the signature also whoever will sign. The answer names the step. */
export const canReturnDraft = (document: Document, facts: DocumentFacts): Result<string, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const open = stillOpen(document);
  if (!open.ok) return open;
  if (document.status === 'drafting') return refuse('conflict', 'document.not-returnable', { basis: ND30('10.3') });
  const mine = turnsOf(document, facts)[0];
  if (mine !== undefined && mine.kind !== 'revision') return ok(mine.step);
  if (document.status !== 'in-review' && signingCapacitiesOf(document, facts).length > 0) return ok('approval');
  return refuse('forbidden', 'document.not-your-turn', {
    basis: ND30('10.3'),
    facts: { waitingFor: document.turns.map((turn) => turn.kind) },
  });
};

/** Trả lại để sửa: with a reason, to the head of the drafting unit and the drafters; checks and approval fall (Điều 10.3). */
export const returnDraft = (
  document: Document,
  command: ReturnDraft,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canReturnDraft(document, facts);
  if (!allowed.ok) return allowed;
  const reason = reasonGiven(command.reason, ND30('10.3'));
  if (!reason.ok) return reason;
  const current = sawCurrent(document, command);
  if (!current.ok) return current;
  return ok([
    {
      type: 'DraftReturned',
      at: facts.now,
      by: facts.actor,
      from: allowed.value,
      reason: reason.value,
      contentHash: document.contentHash,
      turns: [revisionTurn(document, facts, { head: true })],
    },
  ]);
};
