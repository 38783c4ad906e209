import * as z from 'zod';
import { Hash } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import type { ConsultationRound, Document } from '../document.ts';
import { mayAct, ND30 } from '../drafting/open-draft.ts';
import { type OpinionEvent, OpinionPosition } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { leadsUnit } from '../roles.ts';
import type { Opinion } from './opinion.ts';

export const GiveOpinion = z.object({
  /** The text that was read: the one asked about, or a newer one. */
  contentHash: Hash,
  position: OpinionPosition,
  text: z.string().max(20_000).default(''),
});
export type GiveOpinion = z.infer<typeof GiveOpinion>;
export type OpinionFacts = DocumentFacts & { document: Document };

export const roundOf = (document: Document, round: number): ConsultationRound | undefined =>
  document.consultations.find((one) => one.round === round);

/** The round an opinion belongs to, while it is open. */
export const openRound = (document: Document, round: number): Result<ConsultationRound, Refusal<DocumentCode>> => {
  const found = roundOf(document, round);
  if (found === undefined) return refuse('absent', 'document.consultation-absent', { facts: { round } });
  if (found.closed !== undefined)
    return refuse('conflict', 'document.consultation-closed', { facts: { round, at: found.closed.at } });
  return ok(found);
};

/** Head or deputy of the asked unit (or the substitute of one absent), once, while the round is open. */
export const canGiveOpinion = (opinion: Opinion, facts: OpinionFacts): Result<void, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  if (!leadsUnit(facts, opinion.unit, ['head', 'deputy', 'division-head', 'division-deputy']))
    return refuse('forbidden', 'document.not-head-of-asked-unit', { facts: { unit: opinion.unit } });
  const round = openRound(facts.document, opinion.round);
  if (!round.ok) return round;
  if (opinion.status !== 'asked')
    return refuse('conflict', 'document.opinion-already-given', { facts: { by: opinion.givenBy.name } });
  return ok(undefined);
};

/** Cho ý kiến: agree, agree with comments, disagree, or not in the unit's remit; whoever does not simply agree says why. Late ones are marked. */
export const giveOpinion = (
  opinion: Opinion,
  command: GiveOpinion,
  facts: OpinionFacts,
): Result<readonly OpinionEvent[], Refusal<DocumentCode>> => {
  const allowed = canGiveOpinion(opinion, facts);
  if (!allowed.ok) return allowed;
  const text = command.text.normalize('NFC').trim();
  if (command.position !== 'agree' && text === '')
    return refuse('invalid', 'document.opinion-comment-missing', { facts: { position: command.position } });
  const { document } = facts;
  if (![opinion.contentHash, document.contentHash].includes(command.contentHash))
    return refuse('conflict', 'document.version-superseded', {
      basis: ND30('11.2'),
      facts: { read: command.contentHash, current: document.contentHash, version: document.version },
    });
  return ok([
    {
      type: 'OpinionGiven',
      at: facts.now,
      by: facts.actor,
      position: command.position,
      text,
      contentHash: command.contentHash,
      late: facts.today > opinion.deadline,
    },
  ]);
};
