import type { PersonId } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { covers } from '../../kernel/time.ts';
import type { DocumentCode } from '../codes.ts';
import type { DocumentFacts } from '../facts.ts';

/** Named people must hold a position today and not be suspended: a draft never belongs to nobody. Each once, in order. */
export const knownPeople = (
  people: readonly PersonId[],
  facts: DocumentFacts,
): Result<PersonId[], Refusal<DocumentCode>> => {
  const named = [...new Set(people)];
  const others = new Set(named.filter((person) => person !== facts.actor.person));
  for (const position of others.size === 0 ? [] : facts.organisation.organisation.positions) {
    if (!covers(position.period, facts.today)) continue;
    for (const holder of facts.directory.holders(position.id)) if (!holder.suspended) others.delete(holder.person);
  }
  const [unknown] = others;
  return unknown === undefined
    ? ok(named)
    : refuse('unmet', 'document.drafter-unknown', { facts: { person: unknown } });
};
