import * as z from 'zod';
import type { UnitId } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { unitNameOn } from '../../organisation/directory.ts';
import type { DocumentCode } from '../codes.ts';
import type { ConsultationRound, Document } from '../document.ts';
import { mayAct, ND30, stillOpen } from '../drafting/open-draft.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { isDrafter, leadsUnit } from '../roles.ts';
import { openRound } from './give-opinion.ts';
import { type GivenOpinion, needsAnswer, type Opinion } from './opinion.ts';

export const CloseConsultation = z.object({ round: z.number().int().positive() });
export type CloseConsultation = z.infer<typeof CloseConsultation>;
export type ConsultationFacts = DocumentFacts & { opinions: readonly Opinion[] };

const ofRound = (document: Document, round: ConsultationRound, facts: ConsultationFacts): Opinion[] =>
  facts.opinions.filter((one) => one.document === document.id && one.round === round.round);
const namesOf = (units: readonly UnitId[], facts: ConsultationFacts): string[] =>
  units.map((unit) => unitNameOn(facts.organisation.organisation, unit, facts.today)?.name ?? unit);
const isGiven = (opinion: Opinion): opinion is GivenOpinion => opinion.status !== 'asked';

/** Every unit has answered or the deadline has passed, and every comment has its answer. Without a round: the open one. */
export const canCloseConsultation = (
  document: Document,
  facts: ConsultationFacts,
  number?: number,
): Result<ConsultationRound, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const draft = stillOpen(document);
  if (!draft.ok) return draft;
  if (!isDrafter(document, facts) && !leadsUnit(facts, document.heading.draftingUnit))
    return refuse('forbidden', 'document.not-a-drafter', { basis: ND30('10.2') });
  const wanted = number ?? document.consultations.find((one) => one.closed === undefined)?.round ?? 0;
  const round = openRound(document, wanted);
  if (!round.ok) return round;
  const opinions = ofRound(document, round.value, facts);
  const answered = new Set(opinions.filter(isGiven).map((one) => one.unit));
  const waiting = round.value.units.filter((unit) => !answered.has(unit));
  const { deadline } = round.value;
  if (waiting.length > 0 && facts.today <= deadline)
    return refuse('unmet', 'document.consultation-not-due', { facts: { waiting: namesOf(waiting, facts), deadline } });
  const unanswered = opinions.filter(needsAnswer).map((one) => one.unit);
  if (unanswered.length > 0)
    return refuse('unmet', 'document.opinion-unanswered', {
      facts: { units: namesOf(unanswered, facts), count: unanswered.length },
    });
  return round;
};

/**
 * Kết thúc lấy ý kiến. A unit that stayed silent past the deadline is deemed to agree and answers for it; it is listed by name and never
 * counted among those who agreed (domain §9.4).
 */
export const closeConsultation = (
  document: Document,
  command: CloseConsultation,
  facts: ConsultationFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canCloseConsultation(document, facts, command.round);
  if (!allowed.ok) return allowed;
  const round = allowed.value;
  const given = ofRound(document, round, facts).filter(isGiven);
  const count = (position: GivenOpinion['position']) => given.filter((one) => one.position === position).length;
  const answered = new Set(given.map((one) => one.unit));
  return ok([
    {
      type: 'ConsultationClosed',
      at: facts.now,
      by: facts.actor,
      round: round.round,
      agreed: count('agree'),
      commented: count('agree-with-comments'),
      disagreed: count('disagree'),
      notInRemit: count('not-in-remit'),
      silent: round.units.filter((unit) => !answered.has(unit)),
    },
  ]);
};
