import * as z from 'zod';
import { canonicalJson } from '../../kernel/event-record.ts';
import { Hash } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import { Content } from '../content.ts';
import { contentHashOf } from '../content-hash.ts';
import { type Document, Heading } from '../document.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { headingFits } from '../heading.ts';
import { isDrafter, turnsOf } from '../roles.ts';
import { signingCapacitiesOf } from '../signing.ts';
import { heldByAnother, mayAct, ND30, stillOpen } from './open-draft.ts';
import { DeclaredSecrecy } from './secrecy.ts';
import { refuseSecret } from './start-draft.ts';
import { composeSymbol } from './symbol.ts';

export const EditDraft = z.object({
  /** The content hash that the editor read. */
  base: Hash,
  content: Content,
  /** Whole, when it changes too. */
  heading: Heading.optional(),
  secrecy: DeclaredSecrecy.default('none'),
});
export type EditDraft = z.infer<typeof EditDraft>;

/** Drafters at any time, reviewers in their turn, whoever will sign: nobody else touches the text. */
export const canEditDraft = (document: Document, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const open = stillOpen(document);
  if (!open.ok) return open;
  const signs =
    (document.status === 'awaiting-approval' || document.status === 'approved') &&
    signingCapacitiesOf(document, facts).length > 0;
  if (!isDrafter(document, facts) && turnsOf(document, facts).length === 0 && !signs)
    return refuse('forbidden', 'document.not-a-drafter', { basis: ND30('10.2') });
  const held = heldByAnother(document, facts);
  return held === undefined ? ok(undefined) : { ok: false, error: held };
};

/** The next version; the same event serves edits and the restoring of an older text. */
export const nextVersion = (
  document: Document,
  next: { heading: Heading; content: Content },
  facts: DocumentFacts,
): DocumentEvent => ({
  type: 'DraftEdited',
  at: facts.now,
  by: facts.actor,
  heading: next.heading,
  symbol: composeSymbol(facts.organisation.organisation, next.heading, facts.today),
  subject: next.content.subject,
  contentHash: contentHashOf(next.content),
  version: document.version + 1,
});

/** Sửa bản thảo: any edit after submission voids checks and approval and goes back to drafting (Điều 11.2). */
export const editDraft = (
  document: Document,
  command: EditDraft,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canEditDraft(document, facts);
  if (!allowed.ok) return allowed;
  if (command.base !== document.contentHash)
    return refuse('conflict', 'document.version-superseded', {
      basis: ND30('11.2'),
      facts: { read: command.base, current: document.contentHash, version: document.version },
    });
  const heading = command.heading ?? document.heading;
  if (canonicalJson(heading) !== canonicalJson(document.heading)) {
    const fits = headingFits(heading, facts);
    if (!fits.ok) return fits;
  } else if (contentHashOf(command.content) === document.contentHash)
    return refuse('conflict', 'document.nothing-changed', { facts: { version: document.version } });
  const open = refuseSecret(command.content, command.secrecy);
  if (!open.ok) return open;
  return ok([nextVersion(document, { heading, content: command.content }, facts)]);
};
