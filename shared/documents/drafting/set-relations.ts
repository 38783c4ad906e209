import * as z from 'zod';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { symbolKey } from '../../kernel/vietnamese-text.ts';
import type { DocumentCode } from '../codes.ts';
import { type Document, Relation } from '../document.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { isDrafter, turnsOf } from '../roles.ts';
import { mayAct, ND30, stillDrafting } from './open-draft.ts';

export const SetRelations = z.object({ relations: z.array(Relation).max(200) });
export type SetRelations = z.infer<typeof SetRelations>;

export const canSetRelations = (document: Document, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const draft = stillDrafting(document);
  if (!draft.ok) return draft;
  if (isDrafter(document, facts) || turnsOf(document, facts).length > 0) return ok(undefined);
  return refuse('forbidden', 'document.not-a-drafter', { basis: ND30('10.2') });
};

const keyOf = (relation: Relation): string => `${relation.kind}:${relation.document ?? symbolKey(relation.display)}`;

/** Đặt văn bản liên quan: căn cứ, trả lời, sửa đổi, thay thế … The whole list, each relation once. */
export const setRelations = (
  document: Document,
  { relations }: SetRelations,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canSetRelations(document, facts);
  if (!allowed.ok) return allowed;
  if (relations.some((relation) => relation.document === document.id))
    return refuse('unmet', 'document.relation-to-itself');
  const keys = relations.map(keyOf);
  const twice = relations.find((_, index) => keys.indexOf(keys[index] ?? '') !== index);
  if (twice !== undefined) return refuse('unmet', 'document.relation-twice', { facts: { display: twice.display } });
  return ok([{ type: 'RelationsSet', at: facts.now, by: facts.actor, relations }]);
};
