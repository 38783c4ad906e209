import type { Document } from '../../../shared/documents/document.ts';
import type { DocumentEvent } from '../../../shared/documents/events.ts';
import { documentAggregate } from '../../../shared/documents/evolve.ts';
import type { DocumentFacts } from '../../../shared/documents/facts.ts';
import { canSign } from '../../../shared/documents/issuing/sign.ts';
import { ApproveDocument, approve } from '../../../shared/documents/review/approve.ts';
import { fold } from '../../../shared/kernel/aggregate.ts';
import type { Hash } from '../../../shared/kernel/ids.ts';
import type { Refusal } from '../../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { SigningCapacity } from '../../../shared/organisation/authority.ts';

/** Duyệt và ký: whoever may approve now may also sign; the approval comes first, in the same commit. */
const approvedFirst = (
  document: Document,
  o: { contentHash: Hash; capacity?: SigningCapacity['kind'] | undefined },
  facts: DocumentFacts,
): Result<{ document: Document; events: readonly DocumentEvent[] }, Refusal> => {
  if (document.status !== 'awaiting-approval') return ok({ document, events: [] });
  const command = ApproveDocument.parse({
    contentHash: o.contentHash,
    ...(o.capacity === undefined ? {} : { capacity: o.capacity }),
  });
  const events = approve(document, command, facts);
  if (!events.ok) return events;
  return ok({ document: fold(documentAggregate, document, events.value) ?? document, events: events.value });
};

/** In which capacity would the caller sign? Checked before anything is rendered, and again when the key is used. */
export const capacityNow = (
  document: Document,
  o: { contentHash: Hash; capacity?: SigningCapacity['kind'] | undefined },
  facts: DocumentFacts,
) => {
  const ready = approvedFirst(document, o, facts);
  if (!ready.ok) return ready;
  const allowed = canSign(ready.value.document, facts);
  return allowed.ok
    ? ok({ document: allowed.value.document, capacity: allowed.value.capacity, events: ready.value.events })
    : allowed;
};
