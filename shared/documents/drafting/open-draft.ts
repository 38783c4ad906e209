import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import type { Document, DocumentIn } from '../document.ts';
import type { DocumentFacts } from '../facts.ts';
import { isOpen, isSuspended, type OpenDocument } from '../roles.ts';

export const ND30 = (article: string): string => `Điều ${article} Nghị định 30/2020/NĐ-CP`;

/** Is it still a draft at all? Signed texts do not change: content is amended by another document, form by đính chính (Điều 18.3). */
export const stillOpen = (document: Document): Result<OpenDocument, Refusal<DocumentCode>> => {
  if (isOpen(document)) return ok(document);
  if (document.status === 'abandoned' || document.status === 'voided')
    return refuse('conflict', 'document.not-open', { facts: { status: document.status } });
  return refuse('conflict', 'document.already-signed', {
    basis: ND30('18.3'),
    facts: { status: document.status, by: document.signature.by.name },
  });
};

export const stillDrafting = (document: Document): Result<DocumentIn<'drafting'>, Refusal<DocumentCode>> => {
  const open = stillOpen(document);
  if (!open.ok) return open;
  if (open.value.status !== 'drafting')
    return refuse('conflict', 'document.not-drafting', { basis: ND30('11.2'), facts: { status: document.status } });
  return ok(open.value);
};

/** The lock of somebody else, while it lasts: the conflict names the holder. */
export const heldByAnother = (document: Document, facts: DocumentFacts): Refusal<DocumentCode> | undefined => {
  const { lock } = document;
  if (lock === undefined || lock.person === facts.actor.person || lock.until <= facts.now) return undefined;
  return {
    kind: 'conflict',
    code: 'document.locked',
    facts: { holder: lock.name, person: lock.person, until: lock.until },
  };
};

/** Somebody suspended takes no part until the suspension ends. */
export const mayAct = (facts: DocumentFacts): Result<void, Refusal<DocumentCode>> =>
  isSuspended(facts)
    ? refuse('forbidden', 'document.suspended', { facts: { person: facts.actor.name } })
    : ok(undefined);
