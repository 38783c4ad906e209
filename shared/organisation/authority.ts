import type { PersonId } from '../kernel/ids.ts';
import { covers } from '../kernel/time.ts';
import { byDelegation } from './by-delegation.ts';
import { byOrder } from './by-order.ts';
import { fieldLeader, holdingsOn, isSuspended, positionOf } from './directory.ts';
import type { OrganisationFacts } from './organisation.ts';
import { inOwnAgency } from './own-agency.ts';
import type { SigningCapacity, SigningMatter } from './signing-capacity.ts';
import { type Signatory, type SigningDay, sceneOf } from './signing-scene.ts';
import type { Standing } from './standing.ts';

export { CapacityKind, SigningCapacity, SigningMatter } from './signing-capacity.ts';
export type { Signatory, SigningDay } from './signing-scene.ts';

/**
 * Thẩm quyền ký ban hành (Điều 13 NĐ 30/2020, Phụ lục I.II.7): every capacity in which this person may sign that matter on that date, with the
 * printed lines and the proof. Empty when there is none; `whyNoCapacity` then says why. Only holdings and written grants count: a capacity
 * never makes another one, so nothing can be delegated on.
 */
export const signingCapacities = (
  facts: OrganisationFacts,
  matter: SigningMatter,
  who: Signatory,
  on: SigningDay,
): SigningCapacity[] => {
  const standing = facts.standings.get(who.person);
  if (standing === undefined || isSuspended(standing, on.at)) return [];
  const scene = sceneOf(facts, matter, { standing, on });
  if (scene === undefined) return [];
  return holdingsOn(standing, on.date)
    .filter((holding) => who.position === undefined || holding.position === who.position)
    .flatMap((holding) => {
      const position = positionOf(facts.organisation, holding.position);
      if (position === undefined || !covers(position.period, on.date)) return [];
      const held = { holding, position };
      return [...inOwnAgency(scene, held), ...byOrder(scene, held), ...byDelegation(scene, held)];
    });
};

/**
 * Whose `authority/{person}` streams must be loaded (and guarded) beside the actor's own: the delegators of what the actor received, and who
 * leads the field of the matter, so that a refusal can name them.
 */
export const requiredStandings = (
  actor: Standing,
  matter: SigningMatter | undefined,
  facts: Pick<OrganisationFacts, 'portfolios'> & { on: SigningDay['date'] },
): PersonId[] => {
  const delegators = actor.delegationsReceived
    .filter((one) => matter === undefined || one.issuer === matter.issuer)
    .map((one) => one.from);
  const field = matter?.field;
  const leader = field === undefined ? undefined : fieldLeader(facts.portfolios.get(field), facts.on);
  const people = [...delegators, ...(leader === undefined ? [] : [leader])];
  return [...new Set(people)].filter((person) => person !== actor.person);
};
