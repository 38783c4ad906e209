import { covers, milliseconds } from '../kernel/time.ts';
import { actingAs, delegatedBy, withUnitName } from './block-lines.ts';
import { holdingsOn, isSuspended, positionOf, unitOf } from './directory.ts';
import type { OrganisationCode } from './organisation-code.ts';
import type { SigningCapacity } from './signing-capacity.ts';
import { BASIS, basisWith, capacityOf, type Held, type Scene } from './signing-scene.ts';
import type { Delegation, Standing } from './standing.ts';

/**
 * Thừa ủy quyền (Điều 13.3): the delegatee, still head of the unit named, signs within the types, fields and days of the written delegation;
 * format, series and seal are the delegator's agency's. Never on behalf of a collective body.
 */
export const byDelegation = (scene: Scene, held: Held): SigningCapacity[] => {
  const unit = unitOf(scene.facts.organisation, held.position.unit);
  if (scene.collective || unit === undefined || held.holding.manner === 'in-charge') return [];
  return scene.standing.delegationsReceived
    .filter((one) => one.issuer === scene.issuer.id && one.toPosition === held.position.id)
    .filter((one) => faultOfDelegation(scene, one) === undefined)
    .map((one) => {
      const title = withUnitName(held.position.printed, unit, scene.on.date);
      const lines = [delegatedBy(scene.head.printed), held.holding.manner === 'acting' ? actingAs(title) : title];
      const basis = basisWith(BASIS.delegated, `${one.basis.symbol} (${one.basis.date})`);
      return capacityOf(scene, held, {
        kind: 'delegated',
        lines,
        proof: { delegation: one.id, delegator: one.from, basis },
      });
    });
};

/** Why a delegation received gives nothing for this matter on that day; undefined when it holds (S3 of domain §3). */
export const faultOfDelegation = (scene: Scene, one: Delegation): OrganisationCode | undefined => {
  const { facts, matter, on } = scene;
  const position = positionOf(facts.organisation, one.toPosition);
  if (position?.rank !== 'head' && position?.rank !== 'division-head') return 'organisation.delegatee-is-deputy';
  const delegator = facts.standings.get(one.from);
  const given = delegator?.delegationsGiven.find((other) => other.id === one.id);
  if (isRevoked(one, on) || (given !== undefined && isRevoked(given, on))) return 'organisation.delegation-revoked';
  if (on.date < one.period.from) return 'organisation.delegation-not-started';
  if (on.date > one.period.to) return 'organisation.delegation-expired';
  if (one.toConfirm !== undefined || given?.toConfirm !== undefined) return 'organisation.delegation-to-confirm';
  if (!one.types.includes(matter.type)) return 'organisation.delegation-other-type';
  if (one.fields.length > 0 && (matter.field === undefined || !one.fields.includes(matter.field)))
    return 'organisation.delegation-other-field';
  return faultOfDelegator(scene, one, delegator);
};

const isRevoked = (one: Delegation, on: Scene['on']): boolean =>
  one.revoked !== undefined && (milliseconds(on.at) >= milliseconds(one.revoked.at) || on.date > one.revoked.on);

/** The authority passed on is the delegator's: it ends with the office, and rests while the delegator is suspended. */
const faultOfDelegator = (scene: Scene, one: Delegation, delegator: Standing | undefined) => {
  if (delegator === undefined) return 'organisation.unknown-person' as const;
  if (isSuspended(delegator, scene.on.at)) return 'organisation.delegator-suspended' as const;
  const holdings = holdingsOn(delegator, scene.on.date).filter((holding) => holding.position === one.fromPosition);
  const position = positionOf(scene.facts.organisation, one.fromPosition);
  const heads = position?.id === scene.head.id && covers(position.period, scene.on.date) && holdings.length > 0;
  return heads ? undefined : ('organisation.delegator-left' as const);
};
