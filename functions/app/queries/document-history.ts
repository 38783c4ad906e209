import * as z from 'zod';
import { outgoingMetadata } from '../../../shared/archive/metadata.ts';
import type { Document } from '../../../shared/documents/document.ts';
import { DocumentEvent } from '../../../shared/documents/events.ts';
import { Dossier } from '../../../shared/documents/issuing/dossier.ts';
import { DeliveryLine, ReadLine } from '../../../shared/documents/lines.ts';
import { Page, type TimelineEntry } from '../../../shared/documents/query-answers.ts';
import { EventBody, type SealedEvent, type StreamRef } from '../../../shared/kernel/event-record.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import type { Store } from '../../ports/store.ts';
import type { QueryHandler } from '../call.ts';
import { loadState } from '../project/load-state.ts';
import { type Asker, type Readable, type ReadPorts, readable } from './caller.ts';
import { consultation } from './consultation.ts';
import { data, query } from './query.ts';

const BATCH = 500;
export const wholeHistory = async (store: Store, ref: StreamRef): Promise<SealedEvent[]> => {
  const all: SealedEvent[] = [];
  for (;;) {
    const batch = await store.history(ref, all.length + 1, BATCH);
    all.push(...batch);
    if (batch.length < BATCH) return all;
  }
};

/** Locks come and go by the minute and say nothing about the document; a lock taken from its holder by force does. */
const SILENT = ['DraftLocked', 'DraftUnlocked'];
const stepOf = (event: DocumentEvent): string | undefined => {
  if ('step' in event) return event.step;
  return 'from' in event ? event.from : undefined;
};
const linesOf = (event: DocumentEvent): string[] | undefined => {
  if (event.type === 'DocumentApproved') return event.capacity.lines;
  return event.type === 'DocumentSigned' ? event.signature.capacity.lines : undefined;
};

/** Which number and which dossier an act was about. */
const namedBy = (event: DocumentEvent): Pick<TimelineEntry, 'display' | 'dossier'> => {
  if (event.type === 'DocumentNumbered') return { display: event.number.display };
  if (event.type === 'DocumentAffected') return { display: event.display };
  return event.type === 'DocumentFiled' ? { dossier: event.code } : {};
};

export const timelineEntry = (sealed: SealedEvent): TimelineEntry[] => {
  const event = DocumentEvent.parse(EventBody.parse(JSON.parse(sealed.bytes)).event);
  const forced = event.type === 'DraftUnlocked' && event.forced;
  if (SILENT.includes(event.type) && !forced) return [];
  const { person, name, title, actingFor } = event.by;
  const step = stepOf(event);
  const capacity = linesOf(event);
  return [
    {
      seq: sealed.seq,
      type: event.type,
      at: event.at,
      by: { person, name, title, ...(actingFor === undefined ? {} : { actingFor }) },
      ...(step === undefined ? {} : { step }),
      ...('reason' in event ? { reason: event.reason } : {}),
      ...('note' in event && event.note !== undefined ? { note: event.note } : {}),
      ...('contentHash' in event ? { contentHash: event.contentHash } : {}),
      ...(capacity === undefined ? {} : { capacity }),
      ...namedBy(event),
    },
  ];
};

const AFTER_SIGNATURE = [
  'DocumentNumbered',
  'DocumentSealed',
  'DocumentDispatched',
  'DocumentFiled',
  'NumberVoided',
  'DocumentAffected',
];
/** The whole story for those inside; for others what happened from the signature that stands. */
const story = async (ports: ReadPorts, { document, inside }: Readable): Promise<TimelineEntry[]> => {
  const history = await wholeHistory(ports.store, { aggregate: 'document', id: document.id });
  const all = history.flatMap(timelineEntry);
  if (inside) return all;
  const signed = all.findLast((entry) => entry.type === 'DocumentSigned');
  return all.filter((entry) => entry === signed || AFTER_SIGNATURE.includes(entry.type));
};

/** Quá trình xử lý: who did what, when, in which position and for whom. */
const timeline = (ports: ReadPorts): QueryHandler =>
  query(ports, z.object({}), async ({ asker, params }) => {
    const found = await readable(ports, asker, params.id);
    if (!found.ok) return found;
    return data({ items: await story(ports, found.value) });
  });

/** Tình trạng phát hành: each recipient with what became of its copy. */
const dispatch = (ports: ReadPorts): QueryHandler =>
  query(ports, Page, async ({ asker, params, query: page }) => {
    const found = await readable(ports, asker, params.id);
    if (!found.ok) return found;
    const { limit, cursor } = page;
    const pk = `dispatch#${found.value.document.id}`;
    const { rows, next } = await ports.views.query({ pk, limit, ...(cursor === undefined ? {} : { cursor }) });
    return data({ items: rows.map((row) => DeliveryLine.parse(row.data)), ...(next === undefined ? {} : { next }) });
  });

const metadata = (ports: ReadPorts): QueryHandler =>
  query(ports, z.object({}), async ({ asker, params }) => {
    const found = await readable(ports, asker, params.id);
    if (!found.ok) return found;
    const { document } = found.value;
    const filed = 'filed' in document ? document.filed : undefined;
    const dossier =
      filed === undefined
        ? undefined
        : await loadState(ports.store, { aggregate: 'dossier', id: filed.dossier }, Dossier);
    const content = await ports.readContent(document.id, document.contentHash);
    const answer = outgoingMetadata(document, { organisation: asker.organisation, content, dossier: dossier?.state });
    return answer === undefined ? refuse('absent', 'kernel.absent') : data(answer);
  });

/** The journal names readers: it is for the head of the drafting unit, and the issuer's registry and archive. */
const mayInspect = (document: Document, asker: Asker): boolean => {
  const { issuer, draftingUnit } = document.heading;
  if (asker.keys.includes(`registry:${issuer}`) || asker.keys.includes(`archive:${issuer}`)) return true;
  return asker.organisation.positions.some(
    (position) =>
      position.unit === draftingUnit &&
      (position.rank === 'head' || position.rank === 'division-head') &&
      asker.keys.includes(`position:${position.id}`),
  );
};

/** Nhật ký văn bản: who read and did what, in what capacity, for whom (Phụ lục VI.III: access and view history). */
const journal = (ports: ReadPorts): QueryHandler =>
  query(ports, z.object({}), async ({ asker, params }) => {
    const found = await readable(ports, asker, params.id);
    if (!found.ok) return found;
    const { document } = found.value;
    if (!mayInspect(document, asker)) return refuse('forbidden', 'document.journal-restricted');
    const reads = await ports.views.query({ pk: `reads#${document.id}`, descending: true, limit: 200 });
    return data({
      acts: await story(ports, found.value),
      reads: reads.rows.map((row) => ReadLine.parse(row.data)),
      more: reads.next !== undefined,
    });
  });

export const historyQueries = (ports: ReadPorts): [string, QueryHandler][] => [
  ['documents.timeline', timeline(ports)],
  ['documents.consultation', consultation(ports)],
  ['documents.dispatch', dispatch(ports)],
  ['documents.metadata', metadata(ports)],
  ['documents.journal', journal(ports)],
];
