import { documentRef, loadedDocument } from '../../functions/app/commands/document-command.ts';
import type { Store } from '../../functions/ports/store.ts';
import type { DocumentIn } from '../../shared/documents/document.ts';
import { DossierEvent, RegisterEvent } from '../../shared/documents/events.ts';
import { deliveryAggregate, deliveryId } from '../../shared/documents/issuing/delivery.ts';
import { dossierAggregate, fileCopyNotation } from '../../shared/documents/issuing/dossier.ts';
import { registerAggregate, registerId } from '../../shared/documents/issuing/register.ts';
import {
  EventBody,
  type SealedEvent,
  type StreamRef,
  streamKey,
  verifyChain,
} from '../../shared/kernel/event-record.ts';
import { SeriesId } from '../../shared/kernel/ids.ts';
import type { MeasuredOffice } from './measured-office.ts';
import type { SignedDocument } from './signed-documents.ts';

export type Audit = {
  documents: number;
  streams: number;
  events: number;
  deliveries: number;
  sealedFiles: number;
  firstNumber: number;
  lastNumber: number;
  /** Empty when the campaign is passed. */
  faults: string[];
};

const SERIES = SeriesId.parse('CV');
const YEAR = 2024;
const ISSUER = 'UBND-HN';
const PAGE = 500;
/** Once each, between number and archive. */
const ONCE = ['DocumentNumbered', 'DocumentSealed', 'DocumentDispatched', 'DocumentFiled'];

const historyOf = async (store: Store, ref: StreamRef): Promise<SealedEvent[]> => {
  const events: SealedEvent[] = [];
  for (;;) {
    const page = await store.history(ref, events.length + 1, PAGE);
    events.push(...page);
    if (page.length < PAGE) return events;
  }
};

/** Every chain of the store, from its first event to the head that the store itself names. */
const checkChains = async (store: Store, fault: (text: string) => void) => {
  let [streams, events] = [0, 0];
  let after: string | undefined;
  do {
    const page = await store.heads(after, PAGE);
    for (const { ref, version, head } of page.items) {
      const checked = verifyChain(streamKey(ref), await historyOf(store, ref));
      if (!checked.ok) fault(`chain ${checked.fault.stream} #${checked.fault.seq}: ${checked.fault.fault}`);
      else if (checked.version !== version || checked.head !== head)
        fault(`${streamKey(ref)}: another head than stored`);
      streams += 1;
      events += version;
    }
    after = page.next;
  } while (after !== undefined);
  return { streams, events };
};

const typesIn = (events: readonly SealedEvent[]): string[] =>
  events.map(({ bytes }) => EventBody.parse(JSON.parse(bytes)).event.type);

/** Which document has which number, from the register's own history: 1, 2, 3 … each with one document. */
const checkRegister = async (store: Store, documents: readonly SignedDocument[], fault: (text: string) => void) => {
  const history = await historyOf(store, { aggregate: registerAggregate.name, id: registerId(SERIES, YEAR) });
  const taken = history
    .map(({ bytes }) => RegisterEvent.parse(EventBody.parse(JSON.parse(bytes)).event))
    .flatMap((event) => (event.type === 'NumberTaken' ? [event] : []));
  taken.forEach(({ number }, index) => {
    if (number !== index + 1) fault(`place ${index + 1} of the register holds the number ${number}`);
  });
  if (taken.length !== documents.length) fault(`${taken.length} numbers for ${documents.length} documents`);
  if (new Set(taken.map(({ document }) => document)).size !== taken.length) fault('a document has two numbers');
  return new Map(taken.map(({ document, display }) => [String(document), display]));
};

const checkDeliveries = async (store: Store, document: DocumentIn<'issued'>, fault: (text: string) => void) => {
  const { lines } = document.dispatch;
  const refs = lines.map(({ id }) => ({ aggregate: deliveryAggregate.name, id: deliveryId(document.id, id) }));
  for (const stream of (await store.load(refs)).streams)
    if (stream.version !== 1) fault(`${streamKey(stream.ref)}: delivered ${stream.version} times`);
  return lines.length;
};

const checkDocument = async (
  { opened }: MeasuredOffice,
  o: { id: SignedDocument['id']; display: string | undefined; fault: (text: string) => void },
): Promise<number> => {
  const { store, files, paper, trust } = opened.ports;
  const ref = documentRef(o.id);
  const document = loadedDocument((await store.load([ref])).streams, o.id).state;
  if (document === null || document.status !== 'issued') {
    o.fault(`${o.id} ended ${document?.status ?? 'lost'}, not issued`);
    return 0;
  }
  if (document.number.display !== o.display) o.fault(`${o.id}: ${document.number.display}, register ${o.display}`);
  if (document.filed === undefined) o.fault(`${o.id} is in no dossier`);
  const types = typesIn(await historyOf(store, ref));
  for (const type of ONCE) {
    const times = types.filter((one) => one === type).length;
    if (times !== 1) o.fault(`${o.id}: ${type} ${times} times`);
  }
  if (types.includes('IssuingFailed')) o.fault(`${o.id}: a step failed`);
  const pdf = await files.get('paper', o.id, document.seal.fileHash);
  const report = pdf === undefined ? undefined : await paper.verify(pdf, { ...trust, at: opened.clock.now() });
  if (report?.valid !== true || report.signatures.length !== 2)
    o.fault(`${o.id}: the sealed file does not verify: ${JSON.stringify(report?.problems ?? 'missing')}`);
  return checkDeliveries(store, document, o.fault);
};

const checkDossier = async (store: Store, documents: readonly SignedDocument[], fault: (text: string) => void) => {
  const id = `${ISSUER}.${YEAR}.${fileCopyNotation(SERIES)}`;
  const ref = { aggregate: dossierAggregate.name, id };
  const [stream] = (await store.load([ref])).streams;
  const { count } = dossierAggregate.state.parse(stream?.state);
  const events = await store.history(ref, 1, documents.length + 10);
  const filed = events
    .map((one) => DossierEvent.parse(EventBody.parse(JSON.parse(one.bytes)).event))
    .flatMap((event) => (event.type === 'DocumentAddedToDossier' ? [event] : []));
  const different = new Set(filed.map((event) => event.document)).size;
  const inOrder = filed.every((event, index) => event.ordinal === index + 1);
  if (count !== documents.length || filed.length !== count || different !== count || !inOrder)
    fault(
      `the dossier holds ${filed.length} documents (${different} different, count ${count}) of ${documents.length}`,
    );
};

/** The register as people see it: a row for each number. */
const checkRows = async ({ opened }: MeasuredOffice, documents: number, fault: (text: string) => void) => {
  let rows = 0;
  let cursor: string | undefined;
  do {
    const page = await opened.ports.views.query({
      pk: `register#${registerId(SERIES, YEAR)}`,
      before: 'a',
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    });
    rows += page.rows.filter(({ sk }) => sk.endsWith('#0-taken')).length;
    cursor = page.next;
  } while (cursor !== undefined);
  if (rows !== documents) fault(`the register shows ${rows} rows for ${documents} documents`);
};

/** What a campaign must leave behind: one number each, from 1 without a gap, every file sealed and valid, every delivery made, every chain whole. */
export const audit = async (
  office: MeasuredOffice,
  o: { documents: readonly SignedDocument[]; told: ReadonlyMap<string, string> },
): Promise<Audit> => {
  const { store } = office.opened.ports;
  const faults: string[] = [];
  const fault = (text: string) => void faults.push(text);
  const displays = await checkRegister(store, o.documents, fault);
  let deliveries = 0;
  for (const { id } of o.documents) {
    deliveries += await checkDocument(office, { id, display: displays.get(id), fault });
    if (o.told.get(id) !== displays.get(id)) fault(`${id}: the clerk was told ${o.told.get(id)}`);
  }
  await checkDossier(store, o.documents, fault);
  await checkRows(office, o.documents.length, fault);
  const { streams, events } = await checkChains(store, fault);
  const numbers = [...displays.values()].map((display) => Number.parseInt(display, 10));
  return {
    documents: o.documents.length,
    streams,
    events,
    deliveries,
    sealedFiles: o.documents.length,
    firstNumber: Math.min(...numbers),
    lastNumber: Math.max(...numbers),
    faults,
  };
};
