import type { PersonId, PositionId } from '../../kernel/ids.ts';
import type { LocalDate } from '../../kernel/time.ts';
import { positionOf } from '../../organisation/directory.ts';
import { decidesAsBody } from '../../organisation/signing-scene.ts';
import type { Document } from '../document.ts';
import type { DocumentFacts } from '../facts.ts';
import type { StepKind } from '../procedure.ts';
import { signingMatterOf } from '../signing.ts';
import { dueOn } from './deadline.ts';
import { assign, groupsOf, procedureFor } from './route.ts';

export type PlannedStep = {
  step: string;
  kind: StepKind;
  opens: LocalDate;
  due: LocalDate;
  who: {
    person: PersonId;
    name: string;
    position: PositionId;
    title: string;
    absent: boolean;
    suspended: boolean;
    substitute?: PersonId;
  }[];
  /** Nobody can take it: submission is refused, or the step left out when optional. */
  unfilled: boolean;
  optional: boolean;
};
export type DryRun = {
  procedure?: { id: string; version: number; name: string };
  steps: PlannedStep[];
  /** When all is done if each step uses its whole time. */
  expected: LocalDate;
  warnings: ('collective-decision-missing' | 'no-procedure')[];
};

/** Nội dung phải bàn tập thể without its recorded decision: a warning at submission, a refusal at approval and signature. */
export const lacksDecision = (document: Document, facts: DocumentFacts): boolean =>
  document.heading.matter !== undefined &&
  decidesAsBody(facts.organisation, signingMatterOf(document), facts.today) &&
  document.decision?.result !== 'passed';

/** Chạy thử: who would get the document when, before anything is sent. */
export const dryRun = (document: Document, facts: DocumentFacts): DryRun => {
  const procedure = procedureFor(facts.procedures, document.heading, facts.today);
  const warnings: DryRun['warnings'] = lacksDecision(document, facts) ? ['collective-decision-missing'] : [];
  if (procedure === undefined) return { steps: [], expected: facts.today, warnings: [...warnings, 'no-procedure'] };
  const { urgency } = document.heading;
  const steps: PlannedStep[] = [];
  let opens = facts.today;
  for (const group of groupsOf(procedure)) {
    const planned = group.map((step): PlannedStep => {
      const { positions, people, holders } = assign(step, document, facts);
      // Named one by one: what else is known of a holder (delegations, matters entrusted) is not for everybody who may read the document.
      const who = holders.map(({ person, name, position, absent, suspended, substitute }) => ({
        person,
        name,
        position,
        title: positionOf(facts.organisation.organisation, position)?.title ?? '',
        absent,
        suspended,
        ...(substitute === undefined ? {} : { substitute }),
      }));
      const unfilled = positions.length + people.length === 0;
      const due = dueOn(facts.holidays, opens, { urgency, workingDays: step.workingDays });
      return { step: step.id, kind: step.kind, opens, due, who, unfilled, optional: step.optional === true };
    });
    steps.push(...planned);
    const counted = planned.filter((step) => !(step.unfilled && step.optional));
    opens =
      counted
        .map((step) => step.due)
        .toSorted()
        .at(-1) ?? opens;
  }
  const { id, version, name } = procedure;
  return { procedure: { id, version, name }, steps, expected: opens, warnings };
};
