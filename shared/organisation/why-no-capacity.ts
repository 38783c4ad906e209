import type { Refusal } from '../kernel/refusal.ts';
import { covers } from '../kernel/time.ts';
import { faultOfDelegation } from './by-delegation.ts';
import { ruleCovers, standingRulesOn } from './by-order.ts';
import { fieldLeader, headPositionOf, holdingsOn, positionOf, suspensionAt, unitOf } from './directory.ts';
import type { OrganisationFacts } from './organisation.ts';
import type { OrganisationCode } from './organisation-code.ts';
import type { SigningMatter } from './signing-capacity.ts';
import { BASIS, type Scene, type Signatory, type SigningDay, sceneOf } from './signing-scene.ts';
import type { Standing } from './standing.ts';
import { nameOn } from './unit.ts';

type Why = Refusal<OrganisationCode>;

const no = (code: OrganisationCode, basis?: string, facts?: Record<string, unknown>): Why => ({
  kind: 'forbidden',
  code,
  ...(basis === undefined ? {} : { basis }),
  ...(facts === undefined ? {} : { facts }),
});

/**
 * Vì sao không được ký: the most telling reason why `signingCapacities` gave nothing, with its provision and what the sentence names. Asked
 * only when it gave nothing.
 */
export const whyNoCapacity = (facts: OrganisationFacts, matter: SigningMatter, who: Signatory, on: SigningDay): Why => {
  const issuer = issuerFault(facts, matter, on);
  if (issuer !== undefined) return issuer;
  const standing = facts.standings.get(who.person);
  if (standing === undefined) return no('organisation.unknown-person', undefined, { person: who.person });
  const suspension = suspensionAt(standing, on.at);
  if (suspension !== undefined)
    return no('organisation.suspended', suspension.basis, { name: standing.name, from: suspension.from });
  const scene = sceneOf(facts, matter, { standing, on });
  if (scene === undefined) return no('organisation.issuer-without-head');
  return (
    holdingFault(scene, who) ??
    delegationFault(scene, who) ??
    deputyFault(scene, who) ??
    orderFault(scene, who) ??
    no('organisation.not-a-signatory', BASIS.head, { name: standing.name })
  );
};

const issuerFault = (facts: OrganisationFacts, matter: SigningMatter, on: SigningDay): Why | undefined => {
  const unit = unitOf(facts.organisation, matter.issuer);
  if (unit === undefined) return no('organisation.unknown-unit', undefined, { unit: matter.issuer });
  const named = { unit: nameOn(unit, on.date)?.name ?? unit.id };
  if (unit.external) return no('organisation.issuer-external', undefined, named);
  if (!covers(unit.period, on.date)) return no('organisation.issuer-closed', undefined, { ...named, on: on.date });
  if (!unit.agency && unit.kind !== 'council') return no('organisation.issuer-not-an-agency', undefined, named);
  if (headPositionOf(facts.organisation, matter.issuer, on.date) === undefined)
    return no('organisation.issuer-without-head', undefined, named);
  return;
};

const chosen = (standing: Standing, who: Signatory, on: SigningDay) =>
  holdingsOn(standing, on.date).filter((one) => who.position === undefined || one.position === who.position);

const holdingFault = ({ standing, on }: Scene, who: Signatory): Why | undefined => {
  if (chosen(standing, who, on).length > 0) return;
  const earlier = standing.holdings
    .filter((one) => who.position === undefined || one.position === who.position)
    .filter((one) => one.period.to !== undefined && one.period.to < on.date)
    .at(-1);
  const name = standing.name;
  if (earlier === undefined) return no('organisation.no-holding', BASIS.head, { name, on: on.date });
  return no('organisation.holding-ended', BASIS.head, { name, on: on.date, to: earlier.period.to });
};

const delegationFault = (scene: Scene, who: Signatory): Why | undefined => {
  const received = scene.standing.delegationsReceived.filter(
    (one) => one.issuer === scene.issuer.id && (who.position === undefined || one.toPosition === who.position),
  );
  const last = received.at(-1);
  if (last === undefined) return;
  const of = (one: typeof last) => ({
    delegation: one.basis.symbol,
    from: one.period.from,
    to: one.period.to,
    scope: one.scope,
  });
  if (scene.collective) return no('organisation.collective-not-delegable', BASIS.collective, of(last));
  const faults = received.map((one) => ({ one, fault: faultOfDelegation(scene, one) }));
  const telling = faults.find(({ fault }) => fault !== 'organisation.delegation-expired') ?? faults.at(-1);
  if (telling?.fault === undefined) return;
  return no(telling.fault, BASIS.delegated, of(telling.one));
};

const deputyFault = (scene: Scene, who: Signatory): Why | undefined => {
  const { facts, matter, on, standing } = scene;
  const deputy = chosen(standing, who, on)
    .map((one) => positionOf(facts.organisation, one.position))
    .find((one) => one?.unit === scene.issuer.id && one.rank === 'deputy');
  if (deputy === undefined) return;
  if (matter.field === undefined) return no('organisation.field-not-stated', BASIS.head, { name: standing.name });
  const field = facts.organisation.fields.find((one) => one.code === matter.field)?.name ?? matter.field;
  const leader = fieldLeader(facts.portfolios.get(matter.field), on.date);
  if (leader === undefined) return no('organisation.field-unassigned', BASIS.head, { field, on: on.date });
  const leaderName = facts.standings.get(leader)?.name ?? leader;
  return no('organisation.not-in-charge-of-field', BASIS.head, {
    name: standing.name,
    field,
    leader,
    leaderName,
    on: on.date,
  });
};

const orderFault = (scene: Scene, who: Signatory): Why | undefined => {
  const { organisation } = scene.facts;
  const held = chosen(scene.standing, who, scene.on).map((one) => positionOf(organisation, one.position));
  for (const rule of standingRulesOn(scene)) {
    const ordered = positionOf(organisation, rule.position);
    const self = held.some((one) => one?.id === rule.position);
    const deputy = held.some(
      (one) => one?.unit === ordered?.unit && (one?.rank === 'deputy' || one?.rank === 'division-deputy'),
    );
    if (!self && !deputy) continue;
    const named = { title: ordered?.title ?? rule.position, rule: rule.basis, type: scene.matter.type };
    if (scene.collective) return no('organisation.collective-not-by-order', BASIS.collective, named);
    if (!rule.types.includes(scene.matter.type)) return no('organisation.type-not-by-order', BASIS.byOrder, named);
    if (!ruleCovers(rule, scene.matter)) return no('organisation.field-not-by-order', BASIS.byOrder, named);
    if (!self && !rule.deputiesMay) return no('organisation.deputies-not-by-order', BASIS.byOrder, named);
  }
  return;
};
