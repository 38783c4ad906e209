import type { PersonId, PositionId } from '../kernel/ids.ts';
import { type SigningCapacity, type SigningMatter, signingCapacities } from '../organisation/authority.ts';
import type { Document } from './document.ts';
import type { DocumentFacts } from './facts.ts';

/** What the document asks of a signatory: who issues, as whom, what about. */
export const signingMatterOf = ({ heading }: Pick<Document, 'heading'>): SigningMatter => ({
  issuer: heading.issuer,
  competence: heading.competence,
  type: heading.type,
  ...(heading.field === undefined ? {} : { field: heading.field }),
  ...(heading.matter === undefined ? {} : { matter: heading.matter }),
});

export const capacitiesOf = (
  document: Document,
  who: { person: PersonId; position?: PositionId },
  facts: DocumentFacts,
): SigningCapacity[] =>
  signingCapacities(facts.organisation, signingMatterOf(document), who, { date: facts.today, at: facts.now });

/** How the actor may sign this document today. A substitute receives work, not authority: only the actor's own holdings count. */
export const signingCapacitiesOf = (document: Document, facts: DocumentFacts): SigningCapacity[] =>
  capacitiesOf(document, { person: facts.actor.person }, facts);
