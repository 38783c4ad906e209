import * as z from 'zod';
import { type DocumentId, PersonId } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import { Attachment, Content } from '../content.ts';
import { contentHashOf } from '../content-hash.ts';
import { Heading, Relation } from '../document.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { headingFits } from '../heading.ts';
import { citedRelations } from './cited-relations.ts';
import { knownPeople } from './drafters.ts';
import { mayAct, ND30 } from './open-draft.ts';
import { DeclaredSecrecy, SECRECY_LAW, secrecyMarkIn } from './secrecy.ts';
import { composeSymbol } from './symbol.ts';

export const StartDraft = z.object({
  heading: Heading,
  content: Content,
  /** Besides the actor, who is always one of them. */
  drafters: z.array(PersonId).max(20).default([]),
  attachments: z.array(Attachment).max(100).default([]),
  /** Chosen ones; read from the text when absent. */
  relations: z.array(Relation).max(200).optional(),
  secrecy: DeclaredSecrecy.default('none'),
});
export type StartDraft = z.infer<typeof StartDraft>;
export type StartFacts = DocumentFacts & { id: DocumentId };

/** May this person start a draft at all? Whoever holds a position may, for one of their own units. */
export const canStartDraft = (_document: null, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  return facts.positions.length === 0
    ? refuse('forbidden', 'document.not-your-unit', { basis: ND30('10.1') })
    : ok(undefined);
};

/** Secrets are refused before anything is kept, with guidance to the offline register (domain §2.6). */
export const refuseSecret = (content: Content, declared: DeclaredSecrecy): Result<void, Refusal<DocumentCode>> => {
  const mark = secrecyMarkIn(content);
  if (mark === undefined && declared === 'none') return ok(undefined);
  return refuse('unmet', 'document.secret-refused', { basis: SECRECY_LAW, facts: { mark: mark ?? declared } });
};

/** Soạn thảo văn bản: a unit named by the head drafts, and answers for it (Điều 10.1–10.2). */
export const startDraft = (
  _document: null,
  command: StartDraft,
  facts: StartFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canStartDraft(null, facts);
  if (!allowed.ok) return allowed;
  const { heading, content } = command;
  if (!facts.positions.some((held) => held.unit === heading.draftingUnit))
    return refuse('forbidden', 'document.not-your-unit', {
      basis: ND30('10.1'),
      facts: { unit: heading.draftingUnit },
    });
  const fits = headingFits(heading, facts);
  if (!fits.ok) return fits;
  const open = refuseSecret(content, command.secrecy);
  if (!open.ok) return open;
  const drafters = knownPeople([facts.actor.person, ...command.drafters], facts);
  if (!drafters.ok) return drafters;
  return ok([
    {
      type: 'DraftStarted',
      at: facts.now,
      by: facts.actor,
      id: facts.id,
      heading,
      symbol: composeSymbol(facts.organisation.organisation, heading, facts.today),
      subject: content.subject,
      contentHash: contentHashOf(content),
      drafters: drafters.value,
      attachments: command.attachments,
      relations: command.relations ?? citedRelations(content),
    },
  ]);
};
