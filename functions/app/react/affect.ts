import type { Document, Relation } from '../../../shared/documents/document.ts';
import { recordAffected } from '../../../shared/documents/issuing/after-number.ts';
import { NumberLine } from '../../../shared/documents/lines.ts';
import type { DocumentId } from '../../../shared/kernel/ids.ts';
import { ok } from '../../../shared/kernel/result.ts';
import type { Views } from '../../ports/views.ts';
import { keyOfDisplay } from '../project/record-rows.ts';
import { currentDocument, type ReactDependencies, reactionId, recordOn } from './steps.ts';

/** The document of the archive that a relation means: chosen, or cited by a number that one document of this issuer bears on that date. */
const meantBy = async (views: Views, document: Document, relation: Relation): Promise<DocumentId | undefined> => {
  if (relation.document !== undefined) return relation.document;
  const key = keyOfDisplay(relation.display);
  if (key === undefined) return undefined;
  const { rows } = await views.query({ pk: `number#${key}`, limit: 100 });
  const same = rows
    .map((row) => NumberLine.parse(row.data))
    .filter((line) => line.issuer === document.heading.issuer && line.document !== document.id)
    .filter((line) => relation.date === undefined || line.date === relation.date);
  // Two candidates mean that nobody can say which: a person sets the relation.
  return same.length === 1 ? same[0]?.document : undefined;
};

/** Văn bản bị sửa đổi, thay thế, đính chính: the other document learns of it, whoever cited it how (Điều 18.3). */
export const affectStep = async (d: ReactDependencies, id: DocumentId, cause: string): Promise<void> => {
  const document = await currentDocument(d.store, id);
  if (document === null || document.status !== 'issued') return;
  const by = document.number.by;
  const said = { at: d.clock.now(), by };
  for (const relation of document.relations) {
    const { kind } = relation;
    if (kind !== 'amends' && kind !== 'replaces' && kind !== 'corrects') continue;
    const other = await meantBy(d.views, document, relation);
    if (other === undefined) continue;
    const affected = { document: id, display: document.number.display, kind };
    const commandId = reactionId(cause, `affect:${other}:${kind}`);
    const done = await recordOn(d, {
      id: other,
      commandId,
      by,
      // Only the authority that issued it may change, replace or correct it: a claim by another issuer changes nothing.
      rule: (now) => (now.heading.issuer === document.heading.issuer ? recordAffected(now, affected, said) : ok([])),
    });
    // Not issued (still a draft, or voided): nothing of it is in force that could change.
    if (!done.ok && done.error.code !== 'document.not-issued') throw new Error(`refused: ${done.error.code}`);
  }
};
