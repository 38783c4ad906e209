import type { Actor } from '../../kernel/actor.ts';
import type { DocumentId, Hash } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Document, DocumentIn, RelationKind } from '../document.ts';
import type { DocumentEvent } from '../events.ts';
import type { DispatchLine } from '../records.ts';

/**
 * After a number is taken there is only forward (architecture §6): these rules record what the system has done. Each is idempotent by the
 * document's status: a step done before gives no events, so a reaction may come twice.
 */
type Said = { at: Instant; by: Actor };
type Outcome = Result<DocumentEvent[], Refusal>;

/** Ký số của cơ quan (Điều 17.2): the seal is on the file. */
export const recordSeal = (document: Document, seal: { fileHash: Hash; level: 'B-B' | 'B-T' }, said: Said): Outcome => {
  if (document.status === 'sealed' || document.status === 'issued') return ok([]);
  if (document.status !== 'numbered') return refuse('conflict', 'document.has-no-number');
  return ok([{ type: 'DocumentSealed', ...said, ...seal }]);
};

/** Phát hành (Điều 18.1): the recipients, resolved on the day of issue; their units may read from now on. */
export const recordDispatch = (document: Document, lines: DispatchLine[], said: Said): Outcome => {
  if (document.status === 'issued') return ok([]);
  if (document.status !== 'sealed') return refuse('conflict', 'document.not-sealed');
  const readers = lines.flatMap((line) => (line.target.kind === 'unit' ? [`unit:${line.target.unit}`] : []));
  return ok([{ type: 'DocumentDispatched', ...said, lines, readers: [...new Set(readers)] }]);
};

/** Văn bản mới sửa đổi, thay thế, đính chính văn bản này (Điều 18.3). */
export const recordAffected = (
  document: Document,
  by: { document: DocumentId; display: string; kind: RelationKind },
  said: Said,
): Outcome => {
  if (document.status !== 'issued') return refuse('conflict', 'document.not-issued');
  if (document.affectedBy.some((one) => one.document === by.document && one.kind === by.kind)) return ok([]);
  return ok([{ type: 'DocumentAffected', ...said, ...by }]);
};

export const underWay = (document: Document): document is DocumentIn<'numbered' | 'sealed' | 'issued'> =>
  document.status === 'numbered' || document.status === 'sealed' || document.status === 'issued';

/** A step failed: kept with its cause, shown as stuck, tried again. */
export const recordFailure = (
  document: Document,
  failed: { step: 'seal' | 'dispatch' | 'file'; cause: string },
  said: Said,
): Outcome =>
  underWay(document)
    ? ok([{ type: 'IssuingFailed', ...said, step: failed.step, cause: failed.cause.slice(0, 500) }])
    : ok([]);

/** Every step of an issued document is done: a failure that was shown is over. */
export const recordRecovery = (document: Document, said: Said): Outcome =>
  document.status === 'issued' && document.failure !== undefined ? ok([{ type: 'IssuingRecovered', ...said }]) : ok([]);

/** Chạy lại bước đang mắc: an operator's act on a stuck document. */
export const canRetryIssuing = (document: Document): Result<DocumentIn<'numbered' | 'sealed' | 'issued'>, Refusal> => {
  if (!underWay(document)) return refuse('conflict', 'document.nothing-to-retry');
  if (document.status === 'issued' && document.filed !== undefined && document.failure === undefined)
    return refuse('conflict', 'document.nothing-to-retry');
  return ok(document);
};
