import * as z from 'zod';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import { Attachment } from '../content.ts';
import type { Document } from '../document.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { isDrafter, turnsOf } from '../roles.ts';
import { mayAct, ND30, stillDrafting, stillOpen } from './open-draft.ts';
import { SECRECY_LAW, secrecyMark } from './secrecy.ts';

export const AttachFile = z.object({ attachment: Attachment });
export type AttachFile = z.infer<typeof AttachFile>;

/** Drafters and those whose turn it is. What travels with the document (`annex`) only while drafting; papers beside it until the signature. */
export const canAttach = (
  document: Document,
  facts: DocumentFacts,
  role: Attachment['role'] = 'working',
): Result<void, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const open = role === 'annex' ? stillDrafting(document) : stillOpen(document);
  if (!open.ok) return open;
  if (isDrafter(document, facts) || turnsOf(document, facts).length > 0) return ok(undefined);
  return refuse('forbidden', 'document.not-a-drafter', { basis: ND30('10.2') });
};

/** Đính kèm tệp: an annex, a paper that proves something, or a working file. */
export const attach = (
  document: Document,
  { attachment }: AttachFile,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canAttach(document, facts, attachment.role);
  if (!allowed.ok) return allowed;
  if (attachment.size === 0) return refuse('unmet', 'document.attachment-empty', { facts: { name: attachment.name } });
  const known = document.attachments.find((file) => file.hash === attachment.hash);
  if (known !== undefined) return refuse('conflict', 'document.attachment-exists', { facts: { name: known.name } });
  const mark = secrecyMark(attachment.name.replace(/\.[a-z0-9]{1,5}$/iu, ''));
  if (mark !== undefined) return refuse('unmet', 'document.secret-refused', { basis: SECRECY_LAW, facts: { mark } });
  return ok([{ type: 'AttachmentAdded', at: facts.now, by: facts.actor, attachment }]);
};
