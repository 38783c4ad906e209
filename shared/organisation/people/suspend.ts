import type * as z from 'zod';
import { PersonId } from '../../kernel/ids.ts';
import { milliseconds } from '../../kernel/time.ts';
import { agencyOf, headPositionOf, holdingsOn, isWithin, positionOf } from '../directory.ts';
import type { OrganisationFacts } from '../organisation.ts';
import {
  actsAs,
  byStream,
  type Decided,
  decide,
  inStream,
  no,
  type OrganisationAct,
  stamp,
  standingOf,
  todayOf,
} from '../organisation-act.ts';
import { Suspension } from '../standing.ts';
import { authorityRef } from '../standing-events.ts';

export const SuspendPerson = Suspension.extend({ person: PersonId });
export type SuspendPerson = z.infer<typeof SuspendPerson>;

/** The head of the person's agency or of one above it (subordinates only); an administrator records a decision made on paper. */
export const maySuspend = (facts: OrganisationFacts, person: PersonId, act: OrganisationAct): boolean => {
  if (act.by.person === person) return false;
  if (actsAs(facts, act, ['administrator'])) return true;
  const standing = facts.standings.get(person);
  const mine = positionOf(facts.organisation, act.by.position)?.unit;
  if (standing === undefined || mine === undefined || !actsAs(facts, act, ['head'])) return false;
  if (headPositionOf(facts.organisation, mine, todayOf(act))?.id !== act.by.position) return false;
  return holdingsOn(standing, todayOf(act)).some((held) => {
    const unit = positionOf(facts.organisation, held.position)?.unit;
    if (unit === undefined) return false;
    return agencyOf(facts.organisation, unit)?.id === mine || isWithin(facts.organisation, unit, mine);
  });
};

/**
 * Tạm đình chỉ công tác (Quy định 148-QĐ/TW; Luật Cán bộ, công chức): from that instant no signature, approval or delegation, given or used.
 * Not a disciplinary measure; it needs a written basis.
 */
export const suspend = (facts: OrganisationFacts, command: SuspendPerson, act: OrganisationAct): Decided => {
  const suspensions = facts.standings.get(command.person)?.suspensions ?? [];
  const end = command.to === undefined ? Number.POSITIVE_INFINITY : milliseconds(command.to);
  const clash = suspensions.some(
    (one) =>
      one.id === command.id ||
      (milliseconds(one.from) < end && (one.to === undefined || milliseconds(one.to) > milliseconds(command.from))),
  );
  return decide(
    [
      standingOf(facts, command.person),
      maySuspend(facts, command.person, act) ? undefined : no('forbidden', 'organisation.not-permitted'),
      end <= milliseconds(command.from)
        ? no('invalid', 'organisation.period-reversed', { facts: { from: command.from, to: command.to } })
        : undefined,
      clash ? no('conflict', 'organisation.already-suspended') : undefined,
    ],
    () => {
      const { person, ...suspension } = command;
      return byStream([inStream(authorityRef(person), [{ type: 'Suspended', ...stamp(act), suspension }])]);
    },
  );
};
