import * as z from 'zod';
import { DelegationId, PersonId } from '../../kernel/ids.ts';
import { headPositionOf, holdingsOn, isSuspended } from '../directory.ts';
import type { OrganisationFacts } from '../organisation.ts';
import {
  byStream,
  type Decided,
  decide,
  inStream,
  type No,
  no,
  type OrganisationAct,
  stamp,
  standingOf,
  todayOf,
} from '../organisation-act.ts';
import type { Delegation } from '../standing.ts';
import { authorityRef, type StandingEvent } from '../standing-events.ts';

export const ConfirmDelegation = z.object({ delegator: PersonId, delegation: DelegationId });
export type ConfirmDelegation = z.infer<typeof ConfirmDelegation>;

const BASIS = 'Điều 13.3 Nghị định 30/2020/NĐ-CP';

const partiesFault = (facts: OrganisationFacts, one: Delegation, act: OrganisationAct): No | undefined => {
  const on = todayOf(act);
  const from = facts.standings.get(one.from);
  const to = facts.standings.get(one.to);
  if (to === undefined) return standingOf(facts, one.to);
  if (from !== undefined && isSuspended(from, act.now))
    return no('forbidden', 'organisation.delegator-suspended', {
      basis: BASIS,
      facts: { delegation: one.basis.symbol },
    });
  const head = headPositionOf(facts.organisation, one.issuer, on)?.id;
  const stillHead = from !== undefined && holdingsOn(from, on).some((held) => held.position === one.fromPosition);
  if (!stillHead || head !== one.fromPosition)
    return no('unmet', 'organisation.delegator-left', { basis: BASIS, facts: { delegation: one.basis.symbol } });
  if (holdingsOn(to, on).some((held) => held.position === one.toPosition)) return;
  return no('unmet', 'organisation.delegatee-not-head', { basis: BASIS, facts: { name: to.name } });
};

/** Xác nhận ủy quyền after a change of position: by the delegator, if both still hold the positions named in it; otherwise a new one is needed. */
export const confirmDelegation = (
  facts: OrganisationFacts,
  command: ConfirmDelegation,
  act: OrganisationAct,
): Decided => {
  const found = facts.standings.get(command.delegator)?.delegationsGiven.find((one) => one.id === command.delegation);
  if (found === undefined)
    return decide([no('absent', 'organisation.delegation-unknown', { facts: command })], () => []);
  const expired = found.period.to < todayOf(act);
  const live = found.toConfirm !== undefined && found.revoked === undefined;
  return decide(
    [
      act.by.person === command.delegator ? undefined : no('forbidden', 'organisation.not-permitted'),
      live ? undefined : no('conflict', 'organisation.nothing-to-confirm'),
      expired
        ? no('unmet', 'organisation.delegation-expired', {
            basis: BASIS,
            facts: { delegation: found.basis.symbol, to: found.period.to },
          })
        : undefined,
      partiesFault(facts, found, act),
    ],
    () => {
      const event: StandingEvent = { type: 'DelegationConfirmed', ...stamp(act), delegation: found.id };
      return byStream([found.from, found.to].map((person) => inStream(authorityRef(person), [event])));
    },
  );
};
