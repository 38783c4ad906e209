import * as z from 'zod';
import { DelegationId, PersonId } from '../../kernel/ids.ts';
import { headPositionOf } from '../directory.ts';
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
import { authorityRef, type StandingEvent } from '../standing-events.ts';

export const RevokeDelegation = z.object({
  delegator: PersonId,
  delegation: DelegationId,
  reason: z.string().min(3).max(500),
});
export type RevokeDelegation = z.infer<typeof RevokeDelegation>;

/** Thu hồi ủy quyền, at once: by the delegator, whoever heads the agency now, or an administrator on their written word (Điều 13.3). */
export const revokeDelegation = (
  facts: OrganisationFacts,
  command: RevokeDelegation,
  act: OrganisationAct,
): Decided => {
  const found = facts.standings.get(command.delegator)?.delegationsGiven.find((one) => one.id === command.delegation);
  const head = found && headPositionOf(facts.organisation, found.issuer, todayOf(act));
  const permitted =
    act.by.person === command.delegator ||
    actsAs(facts, act, ['administrator']) ||
    (head !== undefined && head.id === act.by.position && actsAs(facts, act, ['head', 'division-head']));
  return decide(
    [
      standingOf(facts, command.delegator),
      found === undefined
        ? no('absent', 'organisation.delegation-unknown', { facts: { delegation: command.delegation } })
        : undefined,
      permitted ? undefined : no('forbidden', 'organisation.not-permitted'),
      found?.revoked === undefined
        ? undefined
        : no('conflict', 'organisation.delegation-already-revoked', { facts: { at: found.revoked.at } }),
    ],
    () => {
      const { delegation, reason } = command;
      const event: StandingEvent = { type: 'DelegationRevoked', ...stamp(act), delegation, on: todayOf(act), reason };
      const parties = found === undefined ? [] : [found.from, found.to];
      return byStream(parties.map((person) => inStream(authorityRef(person), [event])));
    },
  );
};
