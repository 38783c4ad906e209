import * as z from 'zod';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import { mayAct, ND30 } from '../drafting/open-draft.ts';
import type { OpinionEvent } from '../events.ts';
import { reasonGiven } from '../review/return-draft.ts';
import { isDrafter, leadsUnit } from '../roles.ts';
import { type OpinionFacts, openRound } from './give-opinion.ts';
import type { Opinion } from './opinion.ts';

export const AnswerOpinion = z.object({
  accepted: z.enum(['accepted', 'partly', 'not-accepted']),
  reason: z.string().max(5_000).default(''),
});
export type AnswerOpinion = z.infer<typeof AnswerOpinion>;

export const canAnswerOpinion = (opinion: Opinion, facts: OpinionFacts): Result<void, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const { document } = facts;
  if (!isDrafter(document, facts) && !leadsUnit(facts, document.heading.draftingUnit))
    return refuse('forbidden', 'document.not-a-drafter', { basis: ND30('10.2') });
  const round = openRound(document, opinion.round);
  if (!round.ok) return round;
  if (opinion.status === 'asked')
    return refuse('conflict', 'document.opinion-not-given', { facts: { unit: opinion.unit } });
  if (opinion.status === 'answered')
    return refuse('conflict', 'document.opinion-already-answered', { facts: { by: opinion.answer.by.name } });
  return ok(undefined);
};

/** Tiếp thu, giải trình ý kiến: accepted, partly, or not; whatever is not wholly accepted is explained. */
export const answerOpinion = (
  opinion: Opinion,
  command: AnswerOpinion,
  facts: OpinionFacts,
): Result<readonly OpinionEvent[], Refusal<DocumentCode>> => {
  const allowed = canAnswerOpinion(opinion, facts);
  if (!allowed.ok) return allowed;
  const said = command.accepted === 'accepted' ? ok(command.reason.trim()) : reasonGiven(command.reason);
  if (!said.ok) return said;
  const { accepted } = command;
  return ok([{ type: 'OpinionAnswered', at: facts.now, by: facts.actor, accepted, reason: said.value }]);
};
