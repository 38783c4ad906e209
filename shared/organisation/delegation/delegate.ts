import * as z from 'zod';
import { addDays, LocalDate, overlaps } from '../../kernel/time.ts';
import { headPositionOf, holdingsOn, isSuspended, isWithin, positionOf, unitOf } from '../directory.ts';
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
  secondPerson,
  stamp,
  standingOf,
} from '../organisation-act.ts';
import { Delegation } from '../standing.ts';
import { authorityRef } from '../standing-events.ts';

export const DelegateSigning = Delegation.omit({ revoked: true, toConfirm: true }).extend({
  period: z.object({ from: LocalDate, to: LocalDate }),
});
export type DelegateSigning = z.infer<typeof DelegateSigning>;

const BASIS = 'Điều 13.3 Nghị định 30/2020/NĐ-CP';
/** One term of office (nhiệm kỳ): a date far beyond it is a delegation without limit in other words. */
const TERM_DAYS = 5 * 366;
/** A lower level of government is an authority of its own, not a part of this one. */
const OWN_AUTHORITY: readonly string[] = ['provincial-committee', 'district-committee', 'commune-committee', 'party'];

const paperFault = (command: DelegateSigning): No | undefined => {
  const facts = {
    from: command.period.from,
    to: command.period.to,
    basis: command.basis.symbol,
    date: command.basis.date,
  };
  if (command.period.to > addDays(command.period.from, TERM_DAYS))
    return no('invalid', 'organisation.delegation-unlimited', { basis: BASIS, facts });
  if (command.basis.date > command.period.from)
    return no('invalid', 'organisation.basis-after-start', { basis: BASIS, facts });
  return;
};

const delegatorFault = (facts: OrganisationFacts, command: DelegateSigning, act: OrganisationAct): No | undefined => {
  const { organisation } = facts;
  const from = facts.standings.get(command.from);
  if (from === undefined) return standingOf(facts, command.from);
  const named = { basis: BASIS, facts: { name: from.name } };
  if (isSuspended(from, act.now)) return no('forbidden', 'organisation.suspended', named);
  const head = headPositionOf(organisation, command.issuer, command.period.from);
  const heads = holdingsOn(from, command.period.from).some(
    (held) => held.position === head?.id && held.position === command.fromPosition && held.manner !== 'in-charge',
  );
  if (heads) return;
  // Who only holds a delegation of that agency would pass it on.
  const received = from.delegationsReceived.some((one) => one.issuer === command.issuer);
  return no('forbidden', received ? 'organisation.no-redelegation' : 'organisation.delegator-not-head', named);
};

const delegateeFault = (facts: OrganisationFacts, command: DelegateSigning, act: OrganisationAct): No | undefined => {
  const to = facts.standings.get(command.to);
  if (to === undefined) return standingOf(facts, command.to);
  const position = positionOf(facts.organisation, command.toPosition);
  const named = { basis: BASIS, facts: { name: to.name, title: position?.title } };
  if (isSuspended(to, act.now)) return no('unmet', 'organisation.suspended', named);
  if (position?.rank === 'deputy' || position?.rank === 'division-deputy')
    return no('forbidden', 'organisation.delegatee-is-deputy', named);
  const holds = holdingsOn(to, command.period.from).some(
    (held) => held.position === command.toPosition && held.manner !== 'in-charge',
  );
  if (position === undefined || !holds || (position.rank !== 'head' && position.rank !== 'division-head'))
    return no('unmet', 'organisation.delegatee-not-head', named);
  const unit = unitOf(facts.organisation, position.unit);
  const inside = unit !== undefined && isWithin(facts.organisation, unit.id, command.issuer);
  if (!inside || OWN_AUTHORITY.includes(unit.kind))
    return no('forbidden', 'organisation.delegatee-not-in-structure', named);
  return;
};

const overlapFault = (facts: OrganisationFacts, command: DelegateSigning): No | undefined => {
  const given = facts.standings.get(command.from)?.delegationsGiven ?? [];
  if (given.some((one) => one.id === command.id))
    return no('conflict', 'organisation.already-exists', { facts: { id: command.id } });
  const sameFields = (one: Delegation) =>
    one.fields.length === 0 ||
    command.fields.length === 0 ||
    one.fields.some((field) => command.fields.includes(field));
  const clash = given.find(
    (one) =>
      one.revoked === undefined &&
      one.to === command.to &&
      one.issuer === command.issuer &&
      one.types.some((type) => command.types.includes(type)) &&
      sameFields(one) &&
      one.scope.trim() === command.scope.trim() &&
      overlaps(one.period, command.period),
  );
  if (clash === undefined) return;
  return no('conflict', 'organisation.delegation-overlaps', {
    facts: { delegation: clash.basis.symbol, to: clash.period.to },
  });
};

/**
 * Ủy quyền ký (Điều 13.3): in special cases the head lets the head of a unit in the structure sign, in writing, for a reason, limited in time and
 * content; never a deputy (who signs KT.), never what was received. Written to both parties' streams.
 */
export const delegate = (facts: OrganisationFacts, command: DelegateSigning, act: OrganisationAct): Decided => {
  const himself = act.by.person === command.from;
  return decide(
    [
      himself || actsAs(facts, act, ['administrator']) ? undefined : no('forbidden', 'organisation.not-permitted'),
      secondPerson(act, himself ? [command.to] : [command.from, command.to]),
      reversed(command.period),
      paperFault(command),
      delegatorFault(facts, command, act),
      delegateeFault(facts, command, act),
      overlapFault(facts, command),
    ],
    () =>
      byStream([
        inStream(authorityRef(command.from), [{ type: 'DelegationGiven', ...stamp(act), delegation: command }]),
        inStream(authorityRef(command.to), [{ type: 'DelegationReceived', ...stamp(act), delegation: command }]),
      ]),
  );
};
