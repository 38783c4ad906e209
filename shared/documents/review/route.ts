import type { PersonId, PositionId } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { covers, type LocalDate } from '../../kernel/time.ts';
import type { Position } from '../../organisation/position.ts';
import type { DocumentCode } from '../codes.ts';
import type { Document, Heading } from '../document.ts';
import { ND30 } from '../drafting/open-draft.ts';
import type { DocumentFacts } from '../facts.ts';
import type { Procedure, Procedures, Step, Turn } from '../procedure.ts';
import { apparatus, leadersOf } from '../roles.ts';
import { dueOn } from './deadline.ts';
import { defaultProcedures } from './default-procedures.ts';
import { computedSigners } from './signers.ts';

const specificity = (procedure: Procedure): number =>
  10 *
    [procedure.issuer !== undefined, procedure.types.length > 0, procedure.fields.length > 0].filter(Boolean).length +
  (procedure.issuer === undefined ? 0 : 3) +
  (procedure.types.length === 0 ? 0 : 2);

/** Quy trình of a document: the most specific one in force that day, in its latest version; the default ones where none was ever written. */
export const procedureFor = (
  procedures: Procedures,
  { issuer, type, field }: Pick<Heading, 'issuer' | 'type' | 'field'>,
  on: LocalDate,
): Procedure | undefined =>
  (procedures.all.length === 0 ? defaultProcedures() : procedures.all)
    .filter((one) => covers(one.period, on))
    .filter((one) => one.issuer === undefined || one.issuer === issuer)
    .filter((one) => one.types.length === 0 || one.types.includes(type))
    .filter((one) => one.fields.length === 0 || (field !== undefined && one.fields.includes(field)))
    .toSorted((a, b) => specificity(b) - specificity(a) || b.version - a.version || (a.id < b.id ? -1 : 1))[0];

/** Who could do a step, best group first. */
const candidates = (step: Step, document: Document, facts: DocumentFacts): PositionId[][] => {
  const { organisation } = facts.organisation;
  const { heading } = document;
  const ids = (positions: readonly Position[]) => positions.map((position) => position.id);
  const inApparatus = (fits: (position: Position) => boolean): PositionId[][] => {
    const inside = apparatus(organisation, heading.issuer, facts.today);
    return [ids(organisation.positions.filter((p) => inside.has(p.unit) && covers(p.period, facts.today) && fits(p)))];
  };
  switch (step.actor.kind) {
    case 'head-of-drafting-unit':
      return leadersOf(organisation, heading.draftingUnit, facts.today).map(ids);
    case 'head-of-unit':
      return leadersOf(organisation, step.actor.unit, facts.today).map(ids);
    case 'format-checker':
      return inApparatus((position) => position.checksFormat);
    case 'jurist':
      return inApparatus((position) => position.rank === 'jurist');
    case 'position':
      return [[step.actor.position]];
    case 'signer':
      return computedSigners(document, facts)
        .slice(0, 1)
        .map((capacity) => [capacity.position]);
  }
};

export type Assignee = ReturnType<DocumentFacts['directory']['holders']>[number] & { position: PositionId };
export type Assignment = { positions: PositionId[]; people: PersonId[]; holders: Assignee[] };

/**
 * Who gets the step today: positions, never names; beside an absent holder the substitute by name; nobody suspended. A substitute receives
 * work, not authority, so approval knows none.
 */
export const assign = (step: Step, document: Document, facts: DocumentFacts): Assignment => {
  const groups = candidates(step, document, facts).map((positions) =>
    positions.flatMap((position) => facts.directory.holders(position).map((holder) => ({ ...holder, position }))),
  );
  const active = groups.map((holders) => holders.filter((holder) => !holder.suspended));
  const reachable = (holder: Assignee) => !holder.absent || holder.substitute !== undefined;
  const chosen =
    active.find((holders) => holders.some(reachable)) ?? active.find((holders) => holders.length > 0) ?? [];
  const substitutes = chosen.flatMap((one) => (one.absent && one.substitute !== undefined ? [one.substitute] : []));
  return {
    positions: [...new Set(chosen.map((holder) => holder.position))],
    people: step.kind === 'approval' ? [] : [...new Set(substitutes)],
    holders: chosen.length > 0 ? chosen : groups.flat(),
  };
};

const nobody = (step: Step): Result<never, Refusal<DocumentCode>> =>
  step.actor.kind === 'signer'
    ? refuse('unmet', 'document.no-signer', { basis: ND30('13') })
    : refuse('unmet', 'document.step-without-holder', { basis: ND30('12'), facts: { step: step.id, kind: step.kind } });

/** The turns of one group of steps, opened today; refused when a step would fall to nobody. */
export const openTurns = (
  document: Document,
  steps: readonly Step[],
  facts: DocumentFacts,
): Result<Turn[], Refusal<DocumentCode>> => {
  const turns: Turn[] = [];
  for (const step of steps) {
    const { positions, people } = assign(step, document, facts);
    if (positions.length + people.length === 0) return nobody(step);
    const due = dueOn(facts.holidays, facts.today, {
      urgency: document.heading.urgency,
      workingDays: step.workingDays,
    });
    turns.push({ step: step.id, kind: step.kind, positions, people, since: facts.now, due });
  }
  return ok(turns);
};

/** A step whose positions are vacant would strand the document half-way: said at submission. Absence or suspension today may be over by then. */
export const allStaffed = (
  procedure: Procedure,
  document: Document,
  facts: DocumentFacts,
): Result<void, Refusal<DocumentCode>> => {
  const vacant = procedure.steps.find((step) => assign(step, document, facts).holders.length === 0);
  return vacant === undefined ? ok(undefined) : nobody(vacant);
};

/** Groups of steps in their order. */
export const groupsOf = (procedure: Procedure): Step[][] => {
  const numbers = [...new Set(procedure.steps.map((step) => step.group))].toSorted((a, b) => a - b);
  return numbers.map((group) => procedure.steps.filter((step) => step.group === group));
};

/** Optional steps that nobody could do are left out; the procedure is then frozen on the document. */
export const withoutUnfilled = (procedure: Procedure, document: Document, facts: DocumentFacts): Procedure => ({
  ...procedure,
  steps: procedure.steps.filter((step) => step.optional !== true || assign(step, document, facts).positions.length > 0),
});
