import { Opinion } from '../../../shared/documents/consultation/opinion.ts';
import type { Document } from '../../../shared/documents/document.ts';
import { DeliveryEvent, DocumentEvent, OpinionEvent } from '../../../shared/documents/events.ts';
import { Delivery } from '../../../shared/documents/issuing/delivery.ts';
import type { Actor } from '../../../shared/kernel/actor.ts';
import type { NoticeCause } from '../../../shared/words/notice.ts';
import type { Change, Store } from '../../ports/store.ts';
import { eventIn } from '../project/change-event.ts';
import { loadDocument, loadState } from '../project/load-state.ts';
import { documentErrands, type Errand, positionsIn, registryOf, type Scene } from './errands.ts';

/** What a change asks, of whom, about which document, and who caused it. */
export type Asked = {
  cause: NoticeCause;
  by: Actor;
  document: Document;
  errands: readonly Errand[];
  reason?: string;
};
type Ask = (store: Store, change: Change, scene: Scene) => Promise<Asked | undefined>;

/** Two steps may fail in turn: a few events back tell whether one of them was failing before. */
const LOOK_BACK = 5;

const askedOfDocument =
  (cause: NoticeCause): Ask =>
  async (store, change, scene) => {
    const loaded = await loadDocument(store, change.ref.id);
    if (loaded === undefined) return undefined;
    const { seq } = change.event;
    const from = Math.max(1, seq - LOOK_BACK);
    const before = cause === 'IssuingFailed' ? await store.history(change.ref, from, seq - from) : [];
    const earlier = before.map((sealed) => eventIn(sealed, DocumentEvent));
    const event = eventIn(change.event, DocumentEvent);
    const errands = documentErrands(event, loaded.state, { ...scene, earlier });
    const told = event.type === 'DraftReturned' || event.type === 'SignedDocumentReturned';
    const passed = event.type === 'DraftHandedOver' || event.type === 'DraftWithdrawn';
    return {
      cause,
      by: event.by,
      document: loaded.state,
      errands,
      ...(told || passed ? { reason: event.reason } : {}),
    };
  };

/** Những ai trả lời được: head or deputy of the asked unit, while the round is open and nobody has answered. */
const askedOfUnit: Ask = async (store, change, scene) => {
  const event = eventIn(change.event, OpinionEvent);
  const opinion = await loadState(store, change.ref, Opinion);
  if (event.type !== 'OpinionAsked' || opinion?.state.status !== 'asked') return undefined;
  const document = (await loadDocument(store, event.document))?.state;
  const open = document?.consultations.some((one) => one.round === event.round && one.closed === undefined);
  if (document === undefined || open !== true) return undefined;
  const positions = positionsIn(scene, [event.unit], ['head', 'deputy', 'division-head', 'division-deputy']);
  const errands: Errand[] = [{ task: 'opinion', due: event.deadline, positions, people: [] }];
  return { cause: 'OpinionAsked', by: event.by, document, errands };
};

/** Văn bản đến: its registry receives it; when the document waits for an answer, by then. */
const askedOfRegistry: Ask = async (store, change, scene) => {
  const event = eventIn(change.event, DeliveryEvent);
  const delivery = await loadState(store, change.ref, Delivery);
  if (event.type !== 'ItemDelivered' || delivery === undefined || delivery.state.received !== undefined)
    return undefined;
  const { target } = event.line;
  const document = (await loadDocument(store, event.document))?.state;
  if (target.kind !== 'unit' || document === undefined) return undefined;
  const due = document.heading.replyBy;
  const positions = registryOf(scene, target.unit);
  const errands: Errand[] = [{ task: 'receipt', ...(due === undefined ? {} : { due }), positions, people: [] }];
  return { cause: 'ItemDelivered', by: event.by, document, errands };
};

/** Every event that can cause mail, by the name of its aggregate and its type. */
const ASKS: Readonly<Record<NoticeCause, { aggregate: string; ask: Ask }>> = {
  DraftSubmitted: { aggregate: 'document', ask: askedOfDocument('DraftSubmitted') },
  CheckPassed: { aggregate: 'document', ask: askedOfDocument('CheckPassed') },
  DraftReturned: { aggregate: 'document', ask: askedOfDocument('DraftReturned') },
  DraftWithdrawn: { aggregate: 'document', ask: askedOfDocument('DraftWithdrawn') },
  DocumentApproved: { aggregate: 'document', ask: askedOfDocument('DocumentApproved') },
  ApprovalRevoked: { aggregate: 'document', ask: askedOfDocument('ApprovalRevoked') },
  DocumentSigned: { aggregate: 'document', ask: askedOfDocument('DocumentSigned') },
  SignedDocumentReturned: { aggregate: 'document', ask: askedOfDocument('SignedDocumentReturned') },
  DraftHandedOver: { aggregate: 'document', ask: askedOfDocument('DraftHandedOver') },
  IssuingFailed: { aggregate: 'document', ask: askedOfDocument('IssuingFailed') },
  ReaderGranted: { aggregate: 'document', ask: askedOfDocument('ReaderGranted') },
  OpinionAsked: { aggregate: 'opinion', ask: askedOfUnit },
  ItemDelivered: { aggregate: 'delivery', ask: askedOfRegistry },
};
const asks = new Map(Object.entries(ASKS));

/** The question that goes with an event of that aggregate and type, if it can cause mail at all. */
export const askOf = (aggregate: string, type: string): Ask | undefined => {
  const row = asks.get(type);
  return row?.aggregate === aggregate ? row.ask : undefined;
};
