import * as z from 'zod';
import type { Document } from '../../../shared/documents/document.ts';
import { DocumentEvent } from '../../../shared/documents/events.ts';
import type { AlertLine } from '../../../shared/documents/lines.ts';
import type { SealedEvent } from '../../../shared/kernel/event-record.ts';
import type { DocumentId } from '../../../shared/kernel/ids.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { Organisation } from '../../../shared/organisation/organisation.ts';
import type { SearchIndex } from '../../ports/search.ts';
import type { Change, Store } from '../../ports/store.ts';
import type { Views, ViewWrite } from '../../ports/views.ts';
import { eventIn } from './change-event.ts';
import type { ReadContent } from './content.ts';
import { row, type Seen } from './document-line.ts';
import { handedKeys } from './handed-on.ts';
import { loadDocument } from './load-state.ts';
import { applyAll, replaceRows } from './owned-rows.ts';
import { recordRows, verifiedOf } from './record-rows.ts';
import { searchRecordOf } from './search-record.ts';
import { workingRows } from './working-rows.ts';

export type ProjectorPorts = {
  store: Store;
  views: Views;
  search: SearchIndex;
  readContent: ReadContent;
  loadOrganisation: () => Promise<Organisation>;
};

const RECENT = 30;

/** The last event's time, and who set the turns that stand now. */
const latest = (events: readonly SealedEvent[], document: Document): { at: Instant; from?: string } => {
  const said = events.map((sealed) => eventIn(sealed, DocumentEvent));
  const since = document.turns[0]?.since;
  const setter = said.findLast((event) => 'turns' in event && (since === undefined || event.at === since));
  const at = said.at(-1)?.at ?? document.createdAt;
  return setter === undefined || since === undefined ? { at } : { at, from: setter.by.name };
};

/** The document as it stands now: every change is projected from the present state, so a repeated or late one does no harm. */
export const seeDocument = async (ports: ProjectorPorts, id: string): Promise<Seen | undefined> => {
  const loaded = await loadDocument(ports.store, id);
  if (loaded === undefined) return undefined;
  const { state: document, version } = loaded;
  const recent = await ports.store.history({ aggregate: 'document', id }, Math.max(1, version - RECENT), RECENT + 1);
  return { document, version, organisation: await ports.loadOrganisation(), ...latest(recent, document) };
};

/** Puts the document's record into the index, or takes it out, with the readers it has now. */
export const indexDocument = async (ports: ProjectorPorts, seen: Seen): Promise<void> => {
  const { document, version } = seen;
  const id = document.id;
  if (document.status !== 'sealed' && document.status !== 'issued') {
    // Never sealed, never indexed: only a document that left that state has something to remove.
    if (document.status === 'voided') await ports.search.apply([{ op: 'delete', id, version }]);
    return;
  }
  const content = await ports.readContent(id, document.contentHash);
  const record = searchRecordOf(seen, content, await handedKeys(ports.views, id));
  if (record !== undefined) await ports.search.apply([{ op: 'upsert', record, version }]);
};

const verifyWrites = async (ports: ProjectorPorts, seen: Seen): Promise<ViewWrite[]> => {
  const { document, version } = seen;
  if (!('signature' in document)) return [];
  const content = await ports.readContent(document.id, document.contentHash);
  const data = verifiedOf(seen, content);
  return [{ op: 'put', row: row(`verify#${document.signature.verificationCode}`, 'document', data), version }];
};

/** Rows that outlive the state: a code printed once answers for ever, an alert stands until somebody confirms it. */
const eventWrites = (event: DocumentEvent, seen: Seen, seq: number): ViewWrite[] => {
  const { document } = seen;
  if (event.type === 'DocumentSigned') {
    const code = event.signature.verificationCode;
    return [{ op: 'put', row: row(`verify#${code}`, 'document', { kind: 'not-issued' }), version: seq }];
  }
  if (event.type !== 'ReaderGranted' && event.type !== 'ReaderRevoked' && event.type !== 'ReaderGrantConfirmed')
    return [];
  const sk = `${document.id}#${event.key}`;
  return alertLists(document).map((pk): ViewWrite => {
    if (event.type === 'ReaderGrantConfirmed') return { op: 'delete', pk, sk, version: seq };
    const line: AlertLine = {
      document: document.id,
      change: event.type === 'ReaderGranted' ? 'granted' : 'revoked',
      key: event.key,
      reason: event.reason,
      by: event.by,
      at: event.at,
    };
    return { op: 'put', row: row(pk, sk, line), version: seq };
  });
};
/** Addressed to the head of the drafting unit and to the archivist of the issuer. */
const alertLists = (document: Document): string[] => [
  `alerts#unit:${document.heading.draftingUnit}`,
  `alerts#archive:${document.heading.issuer}`,
];

export const projectDocument = async (ports: ProjectorPorts, change: Change): Promise<void> => {
  const seen = await seeDocument(ports, change.ref.id);
  if (seen === undefined) return;
  await applyAll(ports.views, eventWrites(eventIn(change.event, DocumentEvent), seen, change.event.seq));
  const stream = `document/${change.ref.id}`;
  // One commit often brings several events, and a rebuild all of them: the state they led to is projected once.
  const done = Done.parse((await ports.views.get(`rows#${stream}`, 'done')) ?? { version: 0 });
  if (done.version >= seen.version) return;
  const { version } = seen;
  await replaceRows(ports.views, { stream, version }, [...workingRows(seen), ...recordRows(seen)]);
  await applyAll(ports.views, await verifyWrites(ports, seen));
  await indexDocument(ports, seen);
  await ports.views.apply([{ op: 'put', row: row(`rows#${stream}`, 'done', { version }), version }]);
};
const Done = z.object({ version: z.number().int() });

/** Again after something beside the document changed who may read it. */
export const reindexDocument = async (ports: ProjectorPorts, id: DocumentId): Promise<void> => {
  const seen = await seeDocument(ports, id);
  if (seen !== undefined) await indexDocument(ports, seen);
};
