import * as z from 'zod';
import { HoldingId, PersonId } from '../../kernel/ids.ts';
import { LocalDate } from '../../kernel/time.ts';
import type { OrganisationFacts } from '../organisation.ts';
import {
  administratorOnly,
  byStream,
  type Decided,
  decide,
  inStream,
  no,
  type OrganisationAct,
  stamp,
  standingOf,
} from '../organisation-act.ts';
import { authorityRef } from '../standing-events.ts';
import { flagDelegations } from './flag-delegations.ts';

/** `on` is the last day in the position. */
export const EndHolding = z.object({
  person: PersonId,
  holding: HoldingId,
  on: LocalDate,
  basis: z.string().min(3).max(300),
});
export type EndHolding = z.infer<typeof EndHolding>;

/** Thôi giữ chức vụ: the authority of the position ends with that day; delegations tied to it wait for confirmation. */
export const endHolding = (facts: OrganisationFacts, command: EndHolding, act: OrganisationAct): Decided => {
  const standing = facts.standings.get(command.person);
  const held = standing?.holdings.find((one) => one.id === command.holding);
  const ended = held?.period.to !== undefined && held.period.to <= command.on;
  return decide(
    [
      administratorOnly(facts, act, [command.person]),
      standingOf(facts, command.person),
      held === undefined || ended
        ? no('absent', 'organisation.holding-unknown', { facts: { holding: command.holding } })
        : undefined,
      held !== undefined && command.on < held.period.from
        ? no('invalid', 'organisation.period-reversed', { facts: { from: held.period.from, to: command.on } })
        : undefined,
    ],
    () => {
      const { person: _, ...what } = command;
      const event = { type: 'HoldingEnded' as const, ...stamp(act), ...what };
      const flagged =
        standing === undefined || held === undefined
          ? []
          : flagDelegations(standing, act, { reason: command.basis, position: held.position });
      return byStream([inStream(authorityRef(command.person), [event]), ...flagged]);
    },
  );
};
