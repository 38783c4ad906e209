import type { Content } from '../../../shared/documents/content.ts';
import type { Document, DocumentIn, Relation } from '../../../shared/documents/document.ts';
import type { NumberLine, RegisterSent, RelationLine, StuckLine, Verified } from '../../../shared/documents/lines.ts';
import { parseReferences } from '../../../shared/kernel/reference.ts';
import { documentNumberKey } from '../../../shared/kernel/vietnamese-text.ts';
import { documentType } from '../../../shared/organisation/document-type.ts';
import type { ViewRow } from '../../ports/views.ts';
import { displayOf, lineOf, row, type Seen, unitName, urgencyRank } from './document-line.ts';

type Numbered = DocumentIn<'numbered' | 'sealed' | 'issued' | 'voided'>;
export const isNumbered = (document: Document): document is Numbered => 'number' in document;

/** The key under which a number and symbol are found, whatever the spelling: `171-KH/TU` → `171:KHTU`. */
export const keyOfDisplay = (display: string): string | undefined => {
  const [found] = parseReferences(display);
  if (found?.code !== undefined) return found.key;
  const split = /^(\d{1,6})\s?[-/]\s?(.+)$/u.exec(display.trim());
  return split === null ? undefined : documentNumberKey(split[1] ?? '', split[2] ?? '');
};
const keyOf = (document: Document): string | undefined =>
  isNumbered(document) && document.status !== 'voided'
    ? documentNumberKey(document.number.number, document.symbol)
    : undefined;

const clerkRows = (seen: Seen): ViewRow[] => {
  const { document } = seen;
  if (document.status !== 'signed') return [];
  const sk = `${urgencyRank(document)}#${document.signature.at}#${document.id}`;
  return [row(`clerk#${document.heading.issuer}`, sk, lineOf(seen))];
};

const stuckRows = (seen: Seen): ViewRow[] => {
  const { document } = seen;
  if (document.status !== 'numbered' && document.status !== 'sealed' && document.status !== 'issued') return [];
  // Issued but not filed is still under way only when filing has failed: an issued document is out.
  if (document.status === 'issued' && document.failure === undefined) return [];
  const line: StuckLine = {
    ...lineOf(seen),
    since: document.number.at,
    step: document.failure?.step ?? (document.status === 'numbered' ? 'seal' : 'dispatch'),
    attempts: document.failure?.attempts ?? 0,
    ...(document.failure === undefined ? {} : { cause: document.failure.cause }),
  };
  return [row(`stuck#${document.heading.issuer}`, `${document.number.at}#${document.id}`, line)];
};

export const registerKey = (number: number): string => String(number).padStart(7, '0');

const registerRows = (document: Document): ViewRow[] => {
  if (!isNumbered(document)) return [];
  const { series, year, number } = document.number;
  const issued = document.status === 'issued' ? document : undefined;
  const sent: RegisterSent = {
    document: document.id,
    lines: issued?.dispatch.lines.length ?? 0,
    affectedBy: issued?.affectedBy.map(({ document: by, display }) => ({ document: by, display })) ?? [],
    ...(issued === undefined ? {} : { dispatchedAt: issued.dispatch.at, standing: issued.standing }),
  };
  return [row(`register#${series}.${year}`, `${registerKey(number)}#1-sent`, sent)];
};

const numberRows = (seen: Seen): ViewRow[] => {
  const { document } = seen;
  const key = keyOf(document);
  if (document.status !== 'issued' || key === undefined) return [];
  const line: NumberLine = {
    document: document.id,
    display: document.number.display,
    date: document.number.date,
    issuer: document.heading.issuer,
    issuerName: unitName(seen, document.heading.issuer),
    typeName: documentType(document.heading.type).name,
    subject: document.subject,
    standing: document.standing,
  };
  return [row(`number#${key}`, `${document.number.date}#${document.id}`, line)];
};

/** Both directions: `cites` under the document that is named, `cited` under the number of the one that names it. */
const relationRows = (seen: Seen): ViewRow[] => {
  const { document } = seen;
  if (document.status === 'abandoned' || document.status === 'voided') return [];
  const own = keyOf(document);
  const lines = document.relations.flatMap((relation) => {
    const line = relationLine(seen, relation, own);
    return line === undefined ? [] : [line];
  });
  return lines.flatMap((line) => [
    row(`relations#${line.target.key}`, `in#${line.date ?? '9999'}#${document.id}#${line.kind}`, line),
    ...(own === undefined ? [] : [row(`relations#${own}`, `out#${document.id}#${line.kind}#${line.target.key}`, line)]),
  ]);
};

const relationLine = (seen: Seen, relation: Relation, own: string | undefined): RelationLine | undefined => {
  const { document } = seen;
  const key = keyOfDisplay(relation.display);
  if (key === undefined) return undefined;
  return {
    document: document.id,
    display: displayOf(document),
    subject: document.subject,
    typeName: documentType(document.heading.type).name,
    issuerName: unitName(seen, document.heading.issuer),
    status: document.status,
    kind: relation.kind,
    target: {
      key,
      display: relation.display,
      ...(relation.document === undefined ? {} : { document: relation.document }),
    },
    ...(isNumbered(document) ? { date: document.number.date } : {}),
    ...(own === undefined ? {} : { key: own }),
  };
};

/** What the public page shows of an issued document; lưu hành nội bộ shows validity and number only. */
export const verifiedOf = (seen: Seen, content: Content | undefined): Verified => {
  const { document } = seen;
  if (document.status !== 'issued') return { kind: 'not-issued' };
  // A content that cannot be read may be internal: nothing more than the number is shown then.
  const open = content !== undefined && content.circulation === undefined;
  return {
    kind: 'issued',
    display: document.number.display,
    date: document.number.date,
    issuerName: unitName(seen, document.heading.issuer),
    typeName: documentType(document.heading.type).name,
    standing: document.standing,
    fileHash: document.seal.fileHash,
    ...(open
      ? {
          subject: document.subject,
          signer: document.signature.by.name,
          signerTitle: document.signature.capacity.lines.join(' / '),
        }
      : {}),
  };
};

/** What stands on record: the clerk's queue, stuck documents, register columns 8–10, numbers, relations. */
export const recordRows = (seen: Seen): ViewRow[] => [
  ...clerkRows(seen),
  ...stuckRows(seen),
  ...registerRows(seen.document),
  ...numberRows(seen),
  ...relationRows(seen),
];
