import { type Refusal, refuse } from '../kernel/refusal.ts';
import { ok, type Result } from '../kernel/result.ts';
import { covers } from '../kernel/time.ts';
import type { DocumentCode } from './codes.ts';
import type { Heading } from './document.ts';
import { ND30 } from './drafting/open-draft.ts';
import type { DocumentFacts } from './facts.ts';
import { lineage, unitOn } from './roles.ts';

const issuerFits = (heading: Heading, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const { organisation } = facts.organisation;
  const issuer = unitOn(organisation, heading.issuer, facts.today);
  // A council or working group is printed as issuer too; it uses an agency's seal (Phụ lục I.II.3.a).
  if (issuer === undefined || issuer.external || (!issuer.agency && issuer.kind !== 'council'))
    return refuse('unmet', 'document.issuer-not-an-agency', { facts: { issuer: heading.issuer } });
  if (unitOn(organisation, heading.draftingUnit, facts.today) === undefined)
    return refuse('unmet', 'document.unknown-unit', { facts: { unit: heading.draftingUnit } });
  if (!lineage(organisation, heading.draftingUnit, facts.today).some((unit) => unit.id === heading.issuer))
    return refuse('unmet', 'document.issuer-not-above-unit', {
      facts: { issuer: heading.issuer, unit: heading.draftingUnit },
    });
  if (heading.competence === 'collective' && issuer.regime !== 'collective' && issuer.kind !== 'council')
    return refuse('unmet', 'document.issuer-not-collective', {
      basis: ND30('13.1'),
      facts: { issuer: heading.issuer },
    });
  // Nghị quyết is an instrument of a body, never of one person (mẫu 1.1 Phụ lục III).
  if (heading.type === 'resolution' && heading.competence !== 'collective')
    return refuse('unmet', 'document.type-is-collective', { basis: ND30('13.2') });
  return ok(undefined);
};

/** May a document with this heading exist today? Names and competences are those of master data on the day. */
export const headingFits = (heading: Heading, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const { organisation } = facts.organisation;
  const fits = issuerFits(heading, facts);
  if (!fits.ok) return fits;
  const { field, matter } = heading;
  if (field !== undefined && !organisation.fields.some((one) => one.code === field && covers(one.period, facts.today)))
    return refuse('unmet', 'document.unknown-field', { facts: { field } });
  if (
    matter !== undefined &&
    !organisation.matters.some((one) => one.code === matter && covers(one.period, facts.today))
  )
    return refuse('unmet', 'document.unknown-matter', { facts: { matter } });
  if (heading.symbolSuffix !== undefined && heading.type !== 'official-letter')
    return refuse('invalid', 'document.suffix-only-on-letters', { basis: 'Phụ lục I.II.3 Nghị định 30/2020/NĐ-CP' });
  return ok(undefined);
};
