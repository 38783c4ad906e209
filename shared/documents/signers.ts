import type { SigningCapacity } from '../organisation/authority.ts';
import { absencesOn } from '../organisation/directory.ts';
import type { Document } from './document.ts';
import type { DocumentFacts } from './facts.ts';
import { capacitiesOf } from './signing.ts';

const ORDER: Record<SigningCapacity['kind'], number> = {
  head: 1,
  acting: 1,
  deputy: 2,
  'by-order': 3,
  'by-order-deputy': 4,
  delegated: 5,
};
/** The leader of the field signs first (KT.), then the head, then whoever else may; somebody absent comes after those present. */
const preference = (capacity: SigningCapacity, facts: DocumentFacts): number => {
  const standing = facts.organisation.standings.get(capacity.person);
  const away = standing !== undefined && absencesOn(standing, facts.today).length > 0 ? 10 : 0;
  const leadsField = capacity.kind === 'deputy' && capacity.evidence.fieldLeader === capacity.person;
  return away + (leadsField ? 0 : ORDER[capacity.kind]);
};

/** Người có thẩm quyền ký (Điều 13): computed from the organisation on the day, best first; empty when nobody may. */
export const computedSigners = (document: Document, facts: DocumentFacts): SigningCapacity[] =>
  [...facts.organisation.standings.keys()]
    .flatMap((person) => capacitiesOf(document, { person }, facts))
    .toSorted((a, b) => preference(a, facts) - preference(b, facts) || (a.position < b.position ? -1 : 1));
