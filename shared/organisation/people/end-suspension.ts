import * as z from 'zod';
import { PersonId } from '../../kernel/ids.ts';
import { Instant, milliseconds } from '../../kernel/time.ts';
import type { OrganisationFacts } from '../organisation.ts';
import {
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
import { maySuspend } from './suspend.ts';

export const EndSuspension = z.object({
  person: PersonId,
  suspension: z.string(),
  to: Instant,
  basis: z.string().min(3).max(300),
});
export type EndSuspension = z.infer<typeof EndSuspension>;

/** Chấm dứt tạm đình chỉ: authority returns from that instant on, never for the time before it. */
export const endSuspension = (facts: OrganisationFacts, command: EndSuspension, act: OrganisationAct): Decided => {
  const found = facts.standings.get(command.person)?.suspensions.find((one) => one.id === command.suspension);
  const over = found?.to !== undefined && milliseconds(found.to) <= milliseconds(act.now);
  return decide(
    [
      standingOf(facts, command.person),
      maySuspend(facts, command.person, act) ? undefined : no('forbidden', 'organisation.not-permitted'),
      found === undefined || over ? no('conflict', 'organisation.not-suspended') : undefined,
      // Ending it in the past would make acts of a suspended person look valid.
      milliseconds(command.to) < milliseconds(act.now)
        ? no('invalid', 'organisation.period-reversed', { facts: { from: act.now, to: command.to } })
        : undefined,
    ],
    () => {
      const { person, ...what } = command;
      return byStream([inStream(authorityRef(person), [{ type: 'SuspensionEnded', ...stamp(act), ...what }])]);
    },
  );
};
