import * as z from 'zod';
import { PersonId } from '../../kernel/ids.ts';
import { LocalDate, overlaps } from '../../kernel/time.ts';
import { headPositionOf, holdingsOn, isSuspended, positionOf } from '../directory.ts';
import type { OrganisationFacts } from '../organisation.ts';
import {
  actsAs,
  byStream,
  type Decided,
  decide,
  inStream,
  type No,
  no,
  type OrganisationAct,
  reversed,
  stamp,
  standingOf,
  todayOf,
} from '../organisation-act.ts';
import { Absence } from '../standing.ts';
import { authorityRef } from '../standing-events.ts';

export const RecordAbsence = Absence.extend({
  person: PersonId,
  period: z.object({ from: LocalDate, to: LocalDate }),
});
export type RecordAbsence = z.infer<typeof RecordAbsence>;

/** The person, the head of one of their units, or an administrator. */
const permitted = (facts: OrganisationFacts, command: RecordAbsence, act: OrganisationAct): boolean => {
  if (act.by.person === command.person || actsAs(facts, act, ['administrator'])) return true;
  const standing = facts.standings.get(command.person);
  const units = holdingsOn(standing ?? { ...NOBODY, person: command.person }, todayOf(act)).map(
    (held) => positionOf(facts.organisation, held.position)?.unit,
  );
  const heads = units.flatMap((unit) =>
    unit === undefined ? [] : [headPositionOf(facts.organisation, unit, todayOf(act))?.id],
  );
  return heads.includes(act.by.position) && actsAs(facts, act, ['head', 'division-head']);
};
const NOBODY = { name: '', holdings: [], absences: [], suspensions: [], delegationsGiven: [], delegationsReceived: [] };

const substituteFault = (facts: OrganisationFacts, command: RecordAbsence, act: OrganisationAct): No | undefined => {
  if (command.substitute === undefined) return;
  if (command.substitute === command.person) return no('invalid', 'organisation.substitute-is-self');
  const substitute = facts.standings.get(command.substitute);
  if (substitute === undefined) return standingOf(facts, command.substitute);
  const away = substitute.absences.some((one) => overlaps(one.period, command.period));
  if (!away && !isSuspended(substitute, act.now)) return;
  return no('unmet', 'organisation.substitute-not-available', { facts: { name: substitute.name } });
};

/** Báo vắng mặt: who is away from when to when, and who receives the work meanwhile. It passes on work, never authority to sign (Điều 13). */
export const recordAbsence = (facts: OrganisationFacts, command: RecordAbsence, act: OrganisationAct): Decided => {
  const absences = facts.standings.get(command.person)?.absences ?? [];
  return decide(
    [
      standingOf(facts, command.person),
      permitted(facts, command, act) ? undefined : no('forbidden', 'organisation.not-permitted'),
      reversed(command.period),
      absences.some((one) => one.id === command.id || overlaps(one.period, command.period))
        ? no('conflict', 'organisation.absence-overlaps', { facts: command.period })
        : undefined,
      substituteFault(facts, command, act),
    ],
    () => {
      const { person, ...absence } = command;
      return byStream([inStream(authorityRef(person), [{ type: 'AbsenceRecorded', ...stamp(act), absence }])]);
    },
  );
};
