import * as z from 'zod';
import { UnitId } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { LocalDate } from '../../kernel/time.ts';
import { addWorkingDays } from '../../kernel/working-days.ts';
import type { DocumentCode } from '../codes.ts';
import type { ConsultationRound, Document } from '../document.ts';
import { mayAct, ND30, stillDrafting } from '../drafting/open-draft.ts';
import type { DocumentEvent, OpinionEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { isDrafter, leadsUnit, unitOn } from '../roles.ts';

export const OpenConsultation = z.object({
  units: z.array(UnitId).min(1).max(90),
  question: z.string().trim().min(1).max(5_000),
  /** Five working days when absent, three when the document is urgent (domain §9.4). */
  deadline: LocalDate.optional(),
});
export type OpenConsultation = z.infer<typeof OpenConsultation>;

/** By a drafter or the head of the drafting unit, one round at a time. */
export const canConsult = (document: Document, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const draft = stillDrafting(document);
  if (!draft.ok) return draft;
  if (!isDrafter(document, facts) && !leadsUnit(facts, document.heading.draftingUnit))
    return refuse('forbidden', 'document.not-a-drafter', { basis: ND30('10.2') });
  const open = document.consultations.find((round) => round.closed === undefined);
  if (open === undefined) return ok(undefined);
  return refuse('conflict', 'document.consultation-open', { facts: { round: open.round, deadline: open.deadline } });
};

const unitsFit = (
  document: Document,
  units: readonly UnitId[],
  facts: DocumentFacts,
): Result<void, Refusal<DocumentCode>> => {
  for (const id of units) {
    const unit = unitOn(facts.organisation.organisation, id, facts.today);
    // Whoever stands outside the deployment is asked by công văn: nobody there could answer here.
    if (unit === undefined || unit.external) return refuse('unmet', 'document.unknown-unit', { facts: { unit: id } });
    if (id === document.heading.draftingUnit)
      return refuse('unmet', 'document.consultation-own-unit', { facts: { unit: id } });
  }
  return ok(undefined);
};

/** Lấy ý kiến: several units in parallel, with a question and a deadline. */
export const consult = (
  document: Document,
  command: OpenConsultation,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canConsult(document, facts);
  if (!allowed.ok) return allowed;
  const units = [...new Set(command.units)];
  const fit = unitsFit(document, units, facts);
  if (!fit.ok) return fit;
  const days = document.heading.urgency === 'normal' ? 5 : 3;
  const deadline = command.deadline ?? addWorkingDays(facts.holidays, facts.today, days);
  if (deadline < facts.today) return refuse('unmet', 'document.consultation-deadline-past', { facts: { deadline } });
  const consultation: ConsultationRound = {
    round: document.consultations.length + 1,
    units,
    contentHash: document.contentHash,
    question: command.question,
    deadline,
    openedAt: facts.now,
  };
  return ok([{ type: 'ConsultationOpened', at: facts.now, by: facts.actor, consultation }]);
};

/** The first event of each opinion stream of a round, written with it or by a reaction to it. */
export const askUnits = (
  document: Document,
  round: ConsultationRound,
  event: Pick<DocumentEvent, 'at' | 'by'>,
): { unit: UnitId; event: OpinionEvent }[] =>
  round.units.map((unit) => ({
    unit,
    event: {
      type: 'OpinionAsked',
      at: event.at,
      by: event.by,
      document: document.id,
      round: round.round,
      unit,
      contentHash: round.contentHash,
      question: round.question,
      deadline: round.deadline,
    },
  }));
