import type { UnitId } from '../kernel/ids.ts';
import type { Rank } from '../organisation/position.ts';
import { servesRegistryOf } from '../organisation/registry.ts';
import type { DocumentFacts } from './facts.ts';

/** The actor holds such a rank today in one of these units. */
export const holdsRank = (facts: DocumentFacts, ranks: readonly Rank[], within: (unit: UnitId) => boolean): boolean =>
  facts.positions.some(
    (held) => held.actingFor === undefined && ranks.some((rank) => rank === held.rank) && within(held.unit),
  );

/** Văn thư of that issuer: the only role that numbers, seals and dispatches (Điều 32.2). */
export const isClerkOf = (facts: DocumentFacts, issuer: UnitId): boolean =>
  holdsRank(facts, ['clerk'], (unit) =>
    servesRegistryOf(facts.organisation.organisation, { unit, issuer, on: facts.today }),
  );
