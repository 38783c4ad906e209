import type { Document } from './document.ts';
import type { DocumentEvent } from './events.ts';
import { base, type Event, impossible, within, without, withPerson } from './evolve-base.ts';

/** The first event of every document. */
export const start = (event: Event<'DraftStarted'>): Document => ({
  status: 'drafting',
  id: event.id,
  heading: event.heading,
  symbol: event.symbol,
  subject: event.subject,
  version: 1,
  contentHash: event.contentHash,
  versions: [{ version: 1, contentHash: event.contentHash, at: event.at, by: event.by.person }],
  drafters: event.drafters,
  attachments: event.attachments,
  relations: event.relations,
  consultations: [],
  checks: [],
  returns: [],
  participants: withPerson(event.drafters, event.by.person),
  readers: [],
  grants: [],
  turns: [],
  createdAt: event.at,
});

/** Events that keep the status as it is. */
const amend = (state: Document, event: DocumentEvent): Document => {
  switch (event.type) {
    case 'AttachmentAdded':
      return { ...state, attachments: [...state.attachments, event.attachment] };
    case 'AttachmentRemoved':
      return { ...state, attachments: state.attachments.filter((file) => file.hash !== event.hash) };
    case 'RelationsSet':
      return { ...state, relations: event.relations };
    case 'DraftersSet':
      return { ...state, drafters: event.drafters };
    case 'DraftHandedOver':
      return {
        ...state,
        drafters: [...new Set(state.drafters.map((person) => (person === event.from ? event.to : person)))],
        turns: state.turns.map((turn) => ({
          ...turn,
          people: turn.people.map((p) => (p === event.from ? event.to : p)),
        })),
      };
    case 'DraftLocked':
      return { ...state, lock: { person: event.person, name: event.name, until: event.until } };
    case 'CollectiveDecisionRecorded':
      return { ...state, decision: event.decision };
    case 'ConsultationOpened':
      return { ...state, consultations: [...state.consultations, event.consultation] };
    case 'ConsultationClosed': {
      const { round, agreed, commented, disagreed, notInRemit, silent } = event;
      const closed = { at: event.at, agreed, commented, disagreed, notInRemit, silent };
      return { ...state, consultations: state.consultations.map((c) => (c.round === round ? { ...c, closed } : c)) };
    }
    case 'ReaderGranted':
      return {
        ...state,
        readers: [...new Set([...state.readers, event.key])],
        grants: [
          ...state.grants.filter((g) => g.key !== event.key),
          { key: event.key, reason: event.reason, by: event.by, at: event.at },
        ],
      };
    case 'ReaderGrantConfirmed':
      return {
        ...state,
        grants: state.grants.map((g) => (g.key === event.key ? { ...g, confirmedBy: event.by.person } : g)),
      };
    case 'ReaderRevoked':
      return {
        ...state,
        readers: state.readers.filter((k) => k !== event.key),
        grants: state.grants.filter((g) => g.key !== event.key),
      };
    default:
      return impossible(event, state.status);
  }
};

/** Drafting, review, approval. */
export const evolveDraft = (state: Document, event: DocumentEvent): Document => {
  switch (event.type) {
    case 'DraftEdited': {
      const versions = [
        ...state.versions,
        { version: event.version, contentHash: event.contentHash, at: event.at, by: event.by.person },
      ];
      const { heading, symbol, subject, contentHash, version } = event;
      return {
        ...base(state),
        status: 'drafting',
        heading,
        symbol,
        subject,
        contentHash,
        version,
        versions,
        checks: [],
        turns: [],
      };
    }
    case 'DraftUnlocked':
      return state.status === 'drafting'
        ? { ...without(base(state), 'lock'), status: 'drafting' }
        : impossible(event, state.status);
    case 'DraftSubmitted':
      return {
        ...without(base(state), 'lock'),
        procedure: event.procedure,
        turns: event.turns,
        checks: [],
        status: event.turns.every((turn) => turn.kind === 'approval') ? 'awaiting-approval' : 'in-review',
      };
    case 'CheckPassed': {
      const { step, kind, contentHash, endorsed, at, by } = event;
      const check = {
        step,
        kind,
        contentHash,
        endorsed,
        at,
        by,
        ...(event.note === undefined ? {} : { note: event.note }),
      };
      const within_ = within(state, event, 'in-review');
      return {
        ...within_,
        checks: [...within_.checks, check],
        turns: event.turns,
        status: event.complete ? 'awaiting-approval' : 'in-review',
      };
    }
    case 'DraftReturned': {
      const { from, reason, at, by, contentHash } = event;
      return {
        ...base(state),
        status: 'drafting',
        checks: [],
        turns: event.turns,
        returns: [...state.returns, { from, reason, by, at, contentHash }],
      };
    }
    case 'DraftWithdrawn':
      return { ...base(state), status: 'drafting', checks: [], turns: event.turns };
    case 'DraftAbandoned':
      return {
        ...without(base(state), 'lock'),
        status: 'abandoned',
        turns: [],
        abandoned: { reason: event.reason, by: event.by, at: event.at },
      };
    case 'DocumentApproved': {
      const { contentHash, by, at, capacity } = event;
      const approval = { contentHash, by, at, capacity, ...(event.note === undefined ? {} : { note: event.note }) };
      return { ...base(within(state, event, 'awaiting-approval')), status: 'approved', approval, turns: event.turns };
    }
    case 'ApprovalRevoked':
      return { ...base(within(state, event, 'approved')), status: 'awaiting-approval', turns: event.turns };
    default:
      return amend(state, event);
  }
};
