import * as z from 'zod';
import { Hash } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import type { Document } from '../document.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { canAttach } from './attach.ts';

export const DetachFile = z.object({ hash: Hash });
export type DetachFile = z.infer<typeof DetachFile>;

export const canDetach = canAttach;

/** Bỏ tệp đính kèm: from the document; the bytes and the history stay. */
export const detach = (
  document: Document,
  { hash }: DetachFile,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const file = document.attachments.find((one) => one.hash === hash);
  const allowed = canDetach(document, facts, file?.role);
  if (!allowed.ok) return allowed;
  if (file === undefined) return refuse('absent', 'document.attachment-unknown');
  return ok([{ type: 'AttachmentRemoved', at: facts.now, by: facts.actor, hash }]);
};
