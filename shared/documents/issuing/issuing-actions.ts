import { fold } from '../../kernel/aggregate.ts';
import { refuse } from '../../kernel/refusal.ts';
import { canGrantReader } from '../access/grants.ts';
import type { ActionRow } from '../allowed-actions.ts';
import type { Document } from '../document.ts';
import { documentAggregate } from '../evolve.ts';
import type { DocumentFacts } from '../facts.ts';
import { approve, canApprove } from '../review/approve.ts';
import { isClerkOf } from '../who.ts';
import { canRetryIssuing } from './after-number.ts';
import { canIssue } from './issue.ts';
import { canReturnSigned } from './return-signed.ts';
import { canSign } from './sign.ts';
import { canVoidNumber } from './void-number.ts';

/** Duyệt và ký is one button: whoever may approve now and then sign. */
const canApproveAndSign = (document: Document, facts: DocumentFacts) => {
  if (document.status !== 'awaiting-approval') return canSign(document, facts);
  const allowed = canApprove(document, facts);
  if (!allowed.ok) return allowed;
  const events = approve(document, { contentHash: document.contentHash }, facts);
  return events.ok ? canSign(fold(documentAggregate, document, events.value) ?? document, facts) : events;
};

/** The verbs from the signature on, as buttons. */
export const issuingActions: readonly ActionRow[] = [
  { action: 'sign', can: canApproveAndSign },
  { action: 'return-signed', can: canReturnSigned },
  { action: 'issue', can: canIssue },
  {
    action: 'retry-issuing',
    can: (document, facts) =>
      isClerkOf(facts, document.heading.issuer)
        ? canRetryIssuing(document)
        : refuse('forbidden', 'document.not-the-clerk', { basis: 'Điều 32.2 Nghị định 30/2020/NĐ-CP' }),
  },
  { action: 'void-number', can: canVoidNumber },
  { action: 'grant-reader', can: canGrantReader },
];
