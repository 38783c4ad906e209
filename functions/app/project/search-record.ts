import { readerKeysOfDocument } from '../../../shared/documents/access/rights.ts';
import type { Content } from '../../../shared/documents/content.ts';
import { linesOf } from '../../../shared/documents/format/content-lines.ts';
import type { ArchiveRecord } from '../../ports/search.ts';
import { type Seen, unitName } from './document-line.ts';

/** What the archive finds: a sealed or issued document with its text and its readers; undefined for everything else. */
export const searchRecordOf = (
  seen: Seen,
  content: Content | undefined,
  handedTo: readonly string[],
): ArchiveRecord | undefined => {
  const { document, organisation } = seen;
  if (document.status !== 'sealed' && document.status !== 'issued') return undefined;
  const { number, signature, heading, symbol, subject } = document;
  const files = document.attachments.filter((file) => file.role === 'annex').map((file) => file.name);
  return {
    id: document.id,
    number: number.number,
    symbol,
    display: number.display,
    type: heading.type,
    issuer: heading.issuer,
    issuerName: unitName(seen, heading.issuer),
    signer: signature.by.person,
    signerName: signature.by.name,
    ...(heading.field === undefined ? {} : { field: heading.field }),
    date: number.date,
    subject,
    body: [...(content === undefined ? [] : linesOf(content)), ...files].join('\n'),
    state: document.status === 'issued' ? document.standing : 'in-force',
    readers: [...new Set([...readerKeysOfDocument(document, organisation), ...handedTo])],
  };
};
