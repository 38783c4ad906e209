import * as z from 'zod';
import type { Document } from '../../../shared/documents/document.ts';
import type { Hash } from '../../../shared/kernel/ids.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import { ok } from '../../../shared/kernel/result.ts';
import type { QueryHandler } from '../call.ts';
import { readable } from './caller.ts';
import type { DocumentQueryDependencies } from './document-query.ts';
import { query } from './query.ts';

/** The file as far as it has come: sealed, else signed; a draft has none. */
const fileOf = (document: Document): Hash | undefined => {
  if ('seal' in document) return document.seal.fileHash;
  return 'signature' in document ? document.signature.fileHash : undefined;
};
const nameOf = (document: Document): string => {
  const display = 'number' in document ? document.number.display : document.symbol;
  return `${display.replaceAll('/', '-')}.pdf`;
};

/** Tải văn bản: the bytes that were signed and sealed, never a new rendering. */
const pdf = ({ ports, recordRead }: DocumentQueryDependencies): QueryHandler =>
  query(ports, z.object({}), async ({ asker, params }) => {
    const found = await readable(ports, asker, params.id);
    if (!found.ok) return found;
    const { document } = found.value;
    const hash = fileOf(document);
    if (hash === undefined) return refuse('absent', 'kernel.absent');
    const stored = { area: 'paper', owner: document.id, hash };
    const body = await ports.files.get(stored.area, stored.owner, stored.hash);
    if (body === undefined) return refuse('absent', 'kernel.absent');
    await recordRead(asker.caller, document, 'file');
    return ok({ data: undefined, bytes: { body, type: 'application/pdf', filename: nameOf(document), stored } });
  });

/** A working file stays with those who make the document: recipients get the annexes and bases only. */
const attachment = ({ ports, recordRead }: DocumentQueryDependencies): QueryHandler =>
  query(ports, z.object({}), async ({ asker, params }) => {
    const found = await readable(ports, asker, params.id);
    if (!found.ok) return found;
    const { document, inside } = found.value;
    const file = document.attachments.find((one) => one.hash === params.hash && (inside || one.role !== 'working'));
    if (file === undefined) return refuse('absent', 'kernel.absent');
    const stored = { area: 'attachments', owner: document.id, hash: file.hash };
    const body = await ports.files.get(stored.area, stored.owner, stored.hash);
    if (body === undefined) return refuse('absent', 'kernel.absent');
    await recordRead(asker.caller, document, 'attachment');
    return ok({ data: undefined, bytes: { body, type: file.type, filename: file.name, stored } });
  });

export const fileQueries = (d: DocumentQueryDependencies): [string, QueryHandler][] => [
  ['documents.pdf', pdf(d)],
  ['documents.attachment', attachment(d)],
];
