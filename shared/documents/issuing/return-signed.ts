import * as z from 'zod';
import { refuse } from '../../kernel/refusal.ts';
import { ok } from '../../kernel/result.ts';
import { addWorkingDays } from '../../kernel/working-days.ts';
import type { Document } from '../document.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { isClerkOf } from '../who.ts';

export const ReturnSigned = z.object({ reason: z.string().trim().min(5).max(2_000) });
export type ReturnSigned = z.infer<typeof ReturnSigned>;

export const canReturnSigned = (document: Document, facts: DocumentFacts) => {
  if (document.status !== 'signed')
    return refuse('conflict', 'document.not-waiting-for-the-clerk', { facts: { status: document.status } });
  if (!isClerkOf(facts, document.heading.issuer))
    return refuse('forbidden', 'document.not-the-clerk', { basis: 'Điều 32.2 Nghị định 30/2020/NĐ-CP' });
  return ok(document);
};

/** Văn thư trả lại văn bản đã ký (sai thể thức): before a number exists; the signature is kept, marked unused. */
export const returnSigned = (document: Document, command: ReturnSigned, facts: DocumentFacts) => {
  const allowed = canReturnSigned(document, facts);
  if (!allowed.ok) return allowed;
  const { signature, drafters } = allowed.value;
  const returned: DocumentEvent = {
    type: 'SignedDocumentReturned',
    at: facts.now,
    by: facts.actor,
    reason: command.reason,
    fileHash: signature.fileHash,
    verificationCode: signature.verificationCode,
    turns: [
      {
        step: 'revision',
        kind: 'revision',
        positions: [],
        people: drafters,
        since: facts.now,
        due: addWorkingDays(facts.holidays, facts.today, 1),
      },
    ],
  };
  return ok([returned]);
};
