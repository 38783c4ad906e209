import { HoldingId, type PersonId } from '../../kernel/ids.ts';
import { covers } from '../../kernel/time.ts';
import { type SigningCapacity, signingCapacities } from '../../organisation/authority.ts';
import { absencesOn } from '../../organisation/directory.ts';
import type { Position } from '../../organisation/position.ts';
import type { Standing } from '../../organisation/standing.ts';
import type { Document } from '../document.ts';
import type { DocumentFacts } from '../facts.ts';
import { lineage } from '../roles.ts';
import { signingMatterOf } from '../signing.ts';

const ORDER: Record<SigningCapacity['kind'], number> = {
  head: 1,
  acting: 1,
  deputy: 2,
  'by-order': 3,
  'by-order-deputy': 4,
  delegated: 5,
};

const LEADERS: readonly Position['rank'][] = ['head', 'deputy', 'division-head', 'division-deputy'];
/**
 * Leaders of the issuer, those whom its standing rules let sign by order, with their deputies, and the leaders above the drafting unit: one of
 * them may hold a written delegation (TUQ.).
 */
const candidates = (document: Document, facts: DocumentFacts): Position[] => {
  const { organisation } = facts.organisation;
  const { issuer, type, draftingUnit } = document.heading;
  const ruled = organisation.standingRules.filter((rule) => rule.issuer === issuer && rule.types.includes(type));
  const named = organisation.positions.filter((position) => ruled.some((rule) => rule.position === position.id));
  const above = lineage(organisation, draftingUnit, facts.today).map((unit) => unit.id);
  const units = new Set([issuer, ...above, ...named.map((position) => position.unit)]);
  return organisation.positions.filter(
    (position) => units.has(position.unit) && LEADERS.includes(position.rank) && covers(position.period, facts.today),
  );
};

/** What the directory says of a holder, as a standing: enough to know where a document goes; the act itself looks at the real one. */
const seen = (holder: ReturnType<DocumentFacts['directory']['holders']>[number], facts: DocumentFacts): Standing => ({
  person: holder.person,
  name: holder.name,
  holdings: [],
  absences: holder.absent ? [{ id: 'directory', period: { from: facts.today }, reason: '' }] : [],
  suspensions: [],
  delegationsGiven: [],
  delegationsReceived: [...(holder.delegationsReceived ?? [])],
  entrusted: [...(holder.entrusted ?? [])],
});
const knownStandings = (document: Document, facts: DocumentFacts): Map<PersonId, Standing> => {
  const found = new Map<PersonId, Standing>();
  for (const position of candidates(document, facts))
    for (const holder of facts.directory.holders(position.id)) {
      if (holder.suspended || facts.organisation.standings.has(holder.person)) continue;
      const standing = found.get(holder.person) ?? seen(holder, facts);
      const holding = {
        id: HoldingId.parse('directory'),
        person: holder.person,
        position: position.id,
        manner: holder.manner ?? ('substantive' as const),
        period: { from: facts.today },
      };
      found.set(holder.person, { ...standing, holdings: [...standing.holdings, holding] });
    }
  return new Map([...found, ...facts.organisation.standings]);
};

/** The leader of the field signs first (KT.), then the head, then whoever else may; somebody absent comes after those present. */
const preference = (capacity: SigningCapacity, standing: Standing | undefined, facts: DocumentFacts): number => {
  const away = standing !== undefined && absencesOn(standing, facts.today).length > 0 ? 10 : 0;
  const leadsField = capacity.kind === 'deputy' && capacity.evidence.fieldLeader === capacity.person;
  return away + (leadsField ? 0 : ORDER[capacity.kind]);
};

/**
 * Người có thẩm quyền ký (Điều 13), best first; empty when nobody may. Where the stream of a holder was not loaded the directory speaks for it,
 * so this says where the document goes; whether that person may sign is decided again at approval and at the signature.
 */
export const computedSigners = (document: Document, facts: DocumentFacts): SigningCapacity[] => {
  const standings = knownStandings(document, facts);
  const organisation = { ...facts.organisation, standings };
  const on = { date: facts.today, at: facts.now };
  const rank = (capacity: SigningCapacity) => preference(capacity, standings.get(capacity.person), facts);
  return [...standings.keys()]
    .flatMap((person) => signingCapacities(organisation, signingMatterOf(document), { person }, on))
    .toSorted((a, b) => rank(a) - rank(b) || (a.position < b.position ? -1 : 1));
};
