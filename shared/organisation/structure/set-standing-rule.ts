import type * as z from 'zod';
import { isWithin, positionOf, unitOf } from '../directory.ts';
import { type OrganisationFacts, StandingRule } from '../organisation.ts';
import {
  administratorOnly,
  type Decided,
  decide,
  type No,
  no,
  type OrganisationAct,
  reversed,
  stamp,
} from '../organisation-act.ts';
import { ORGANISATION } from '../organisation-events.ts';

export const SetStandingRule = StandingRule;
export type SetStandingRule = z.infer<typeof SetStandingRule>;

const BASIS = 'Điều 13.4 Nghị định 30/2020/NĐ-CP';

const orderedFault = ({ organisation }: OrganisationFacts, rule: SetStandingRule): No | undefined => {
  if (unitOf(organisation, rule.issuer) === undefined)
    return no('absent', 'organisation.unknown-unit', { facts: { unit: rule.issuer } });
  const position = positionOf(organisation, rule.position);
  if (position === undefined)
    return no('absent', 'organisation.unknown-position', { facts: { position: rule.position } });
  const heads = position.rank === 'head' || position.rank === 'division-head';
  if (heads && isWithin(organisation, position.unit, rule.issuer)) return;
  return no('unmet', 'organisation.order-not-to-unit-head', { basis: BASIS, facts: { title: position.title } });
};

/** Quy định ký thừa lệnh in the working regulation: to the head of a unit of the agency, for listed types (Điều 13.4). */
export const setStandingRule = (facts: OrganisationFacts, rule: SetStandingRule, act: OrganisationAct): Decided => {
  // The rule gives authority to whoever holds the position: an administrator who holds it needs a second person.
  const holdsIt = facts.standings.get(act.by.person)?.holdings.some((held) => held.position === rule.position) === true;
  return decide(
    [administratorOnly(facts, act, holdsIt ? [act.by.person] : []), reversed(rule.period), orderedFault(facts, rule)],
    () => [{ ref: ORGANISATION, events: [{ type: 'StandingRuleSet' as const, ...stamp(act), rule }] }],
  );
};
