import * as z from 'zod';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { Document } from '../document.ts';
import type { DocumentEvent, RegisterEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { isClerkOf } from '../who.ts';

export const VoidNumber = z.object({
  reason: z.string().trim().min(10).max(2_000),
  approver: z.string().trim().min(3).max(200),
});
export type VoidNumber = z.infer<typeof VoidNumber>;

/** Only a number whose document was never sealed can be voided; after the seal the remedy is another document (Điều 18.3). */
export const canVoidNumber = (document: Document, facts: DocumentFacts) => {
  if (document.status === 'sealed' || document.status === 'issued')
    return refuse('conflict', 'document.sealed-cannot-be-voided', { basis: 'Điều 18.3, 18.4 Nghị định 30/2020/NĐ-CP' });
  if (document.status !== 'numbered') return refuse('conflict', 'document.has-no-number');
  if (!isClerkOf(facts, document.heading.issuer))
    return refuse('forbidden', 'document.not-the-clerk', { basis: 'Điều 32.2 Nghị định 30/2020/NĐ-CP' });
  return ok(document);
};

/** Hủy số: the row stays in the register with its reason and approver, and the number is never given again. */
export const voidNumber = (
  document: Document,
  command: VoidNumber,
  facts: DocumentFacts,
): Result<{ document: DocumentEvent[]; register: RegisterEvent[] }, Refusal> => {
  const allowed = canVoidNumber(document, facts);
  if (!allowed.ok) return allowed;
  const said = {
    type: 'NumberVoided' as const,
    at: facts.now,
    by: facts.actor,
    reason: command.reason,
    approver: command.approver,
  };
  return ok({ document: [said], register: [{ ...said, number: allowed.value.number.number }] });
};
