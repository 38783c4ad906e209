import * as z from 'zod';
import { FieldCode, PersonId } from '../../kernel/ids.ts';
import { covers, LocalDate } from '../../kernel/time.ts';
import { holdingsOn, isSuspended, positionOf } from '../directory.ts';
import type { OrganisationFacts } from '../organisation.ts';
import {
  administratorOnly,
  type Decided,
  decide,
  type No,
  no,
  type OrganisationAct,
  stamp,
  standingOf,
} from '../organisation-act.ts';
import { fieldRef } from '../standing-events.ts';

export const AssignField = z.object({
  field: FieldCode,
  person: PersonId,
  from: LocalDate,
  basis: z.string().min(3).max(300),
});
export type AssignField = z.infer<typeof AssignField>;

const BASIS = 'Điều 13.1 Nghị định 30/2020/NĐ-CP';

const leaderFault = (facts: OrganisationFacts, command: AssignField, act: OrganisationAct): No | undefined => {
  const standing = facts.standings.get(command.person);
  const field = facts.organisation.fields.find((one) => one.code === command.field && covers(one.period, command.from));
  if (field === undefined) return no('absent', 'organisation.field-unknown', { facts: { field: command.field } });
  if (standing === undefined) return;
  if (isSuspended(standing, act.now)) return no('unmet', 'organisation.suspended', { facts: { name: standing.name } });
  const leads = holdingsOn(standing, command.from)
    .map((held) => positionOf(facts.organisation, held.position))
    .some(
      (one) =>
        (one?.rank === 'head' || one?.rank === 'deputy') && (field.agency === undefined || one.unit === field.agency),
    );
  const named = { basis: BASIS, facts: { name: standing.name, field: field.name } };
  return leads ? undefined : no('unmet', 'organisation.assignee-not-leader', named);
};

/** Only from the current assignment on: the past is evidence for documents already signed. */
const orderFault = (facts: OrganisationFacts, command: AssignField): No | undefined => {
  const latest = facts.portfolios
    .get(command.field)
    ?.assignments.map((one) => one.period.from)
    .sort()
    .at(-1);
  if (latest === undefined || command.from > latest) return;
  return no('conflict', 'organisation.assignment-before-current', { facts: { from: command.from, latest } });
};

/** Phân công lĩnh vực: one leader in charge on each day; the assignment before ends the day before (Điều 13.1). */
export const assignField = (facts: OrganisationFacts, command: AssignField, act: OrganisationAct): Decided =>
  decide(
    [
      administratorOnly(facts, act, [command.person]),
      standingOf(facts, command.person),
      leaderFault(facts, command, act),
      orderFault(facts, command),
    ],
    () => {
      const { field, person, from, basis } = command;
      const assignment = { person, period: { from }, basis };
      return [{ ref: fieldRef(field), events: [{ type: 'FieldAssigned' as const, ...stamp(act), field, assignment }] }];
    },
  );
