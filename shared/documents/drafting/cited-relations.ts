import { parseReferences, type Reference } from '../../kernel/reference.ts';
import type { Content } from '../content.ts';
import type { Relation } from '../document.ts';
import { linesOf } from '../format/content-lines.ts';

const MAX = 200;
const toRelation = (kind: Relation['kind'], found: Reference): Relation => ({
  kind,
  display: (found.code ?? found.raw).slice(0, 100),
  ...(found.type === undefined ? {} : { typeName: found.type }),
  ...(found.date === undefined ? {} : { date: found.date }),
});

/** What the text itself says it stands on: căn cứ lines become `legal-basis`, every other citation `refers-to`; each document once. */
export const citedRelations = (content: Content): Relation[] => {
  const bases = parseReferences(content.legalBases.join('\n'));
  const known = new Set(bases.map((found) => found.key));
  const others = parseReferences(linesOf({ ...content, legalBases: [] }).join('\n'));
  const relations = new Map<string, Relation>();
  for (const found of bases) relations.set(found.key, toRelation('legal-basis', found));
  for (const found of others)
    if (found.code !== undefined && !known.has(found.key)) relations.set(found.key, toRelation('refers-to', found));
  return [...relations.values()].slice(0, MAX);
};
