import * as z from 'zod';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { later } from '../../kernel/time.ts';
import type { DocumentCode } from '../codes.ts';
import type { Document } from '../document.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { isDrafter, leadsUnit, turnsOf } from '../roles.ts';
import { heldByAnother, mayAct, ND30, stillDrafting } from './open-draft.ts';

/** `force`: the head of the drafting unit takes the lock from its holder; the history names both. */
export const LockDraft = z.object({ force: z.boolean().default(false) });
export type LockDraft = z.infer<typeof LockDraft>;
export const UnlockDraft = z.object({ force: z.boolean().default(false) });
export type UnlockDraft = z.infer<typeof UnlockDraft>;

/** A soft lock ends by itself: somebody who closed the laptop does not stop the others. */
export const LOCK_MS = 15 * 60_000;

const mayHold = (document: Document, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const draft = stillDrafting(document);
  if (!draft.ok) return draft;
  const concerned =
    isDrafter(document, facts) ||
    turnsOf(document, facts).length > 0 ||
    leadsUnit(facts, document.heading.draftingUnit);
  return concerned ? ok(undefined) : refuse('forbidden', 'document.not-a-drafter', { basis: ND30('10.2') });
};
const mayForce = (document: Document, facts: DocumentFacts): boolean => leadsUnit(facts, document.heading.draftingUnit);

export const canLockDraft = (document: Document, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const may = mayHold(document, facts);
  if (!may.ok) return may;
  const held = heldByAnother(document, facts);
  return held === undefined || mayForce(document, facts) ? ok(undefined) : { ok: false, error: held };
};

/** Khóa tạm bản thảo while editing: 15 minutes, renewed by locking again; taken from another only with `force`. */
export const lockDraft = (
  document: Document,
  command: LockDraft,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canLockDraft(document, facts);
  if (!allowed.ok) return allowed;
  const held = heldByAnother(document, facts);
  if (held !== undefined && !command.force) return { ok: false, error: held };
  const { now: at, actor: by } = facts;
  const forced: DocumentEvent[] = held === undefined ? [] : [{ type: 'DraftUnlocked', at, by, forced: true }];
  return ok([...forced, { type: 'DraftLocked', at, by, person: by.person, name: by.name, until: later(at, LOCK_MS) }]);
};

export const canUnlockDraft = (document: Document, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const may = mayHold(document, facts);
  if (!may.ok) return may;
  if (document.lock === undefined) return refuse('conflict', 'document.not-locked');
  if (document.lock.person === facts.actor.person || mayForce(document, facts)) return ok(undefined);
  return refuse('forbidden', 'document.lock-not-yours', { facts: { holder: document.lock.name } });
};

/** Mở khóa bản thảo: by its holder, or by force by the head of the unit; the last saved version stays. */
export const unlockDraft = (
  document: Document,
  command: UnlockDraft,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canUnlockDraft(document, facts);
  if (!allowed.ok) return allowed;
  const foreign = document.lock?.person !== facts.actor.person;
  if (foreign && !command.force)
    return refuse('forbidden', 'document.lock-not-yours', { facts: { holder: document.lock?.name } });
  return ok([{ type: 'DraftUnlocked', at: facts.now, by: facts.actor, forced: foreign }]);
};
