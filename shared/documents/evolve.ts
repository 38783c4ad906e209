import type { Aggregate } from '../kernel/aggregate.ts';
import { Document, type DocumentIn, type DocumentStatus } from './document.ts';
import { DocumentEvent } from './events.ts';

type Event<T extends DocumentEvent['type']> = Extract<DocumentEvent, { type: T }>;

const impossible = (event: DocumentEvent, status: string): never => {
  throw new Error(`${event.type} cannot follow status ${status}`);
};
/** The state narrowed to one of those statuses; an event out of place is a broken history, not a refusal. */
const within = <S extends DocumentStatus>(state: Document, event: DocumentEvent, ...statuses: S[]): DocumentIn<S> => {
  const isWithin = (candidate: Document): candidate is DocumentIn<S> =>
    statuses.some((status) => status === candidate.status);
  return isWithin(state) ? state : impossible(event, state.status);
};
const withPerson = (people: Document['participants'], person: Document['participants'][number]) =>
  person === 'system' || people.includes(person) ? people : [...people, person];

/** What every status shares: fields that only a later status has are dropped, so an edit voids checks, approval and signature at once. */
const base = (d: Document) => ({
  id: d.id,
  heading: d.heading,
  symbol: d.symbol,
  subject: d.subject,
  version: d.version,
  contentHash: d.contentHash,
  versions: d.versions,
  drafters: d.drafters,
  ...(d.lock === undefined ? {} : { lock: d.lock }),
  attachments: d.attachments,
  relations: d.relations,
  consultations: d.consultations,
  ...(d.decision === undefined ? {} : { decision: d.decision }),
  checks: d.checks,
  returns: d.returns,
  participants: d.participants,
  readers: d.readers,
  grants: d.grants,
  turns: d.turns,
  createdAt: d.createdAt,
  ...(d.procedure === undefined ? {} : { procedure: d.procedure }),
});

const start = (event: Event<'DraftStarted'>): Document => ({
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

const without = <K extends 'lock'>(state: ReturnType<typeof base>, key: K) => {
  const { [key]: _dropped, ...rest } = state;
  return rest;
};

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
const evolveDraft = (state: Document, event: DocumentEvent): Document => {
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

/** From the signature on. */
const evolveSigned = (state: Document, event: DocumentEvent): Document => {
  switch (event.type) {
    case 'DocumentSigned':
      return { ...within(state, event, 'approved'), status: 'signed', signature: event.signature, turns: event.turns };
    case 'SignedDocumentReturned': {
      const { reason, at, by } = event;
      const signed = base(within(state, event, 'signed'));
      const returned = { from: 'signed', reason, by, at, contentHash: state.contentHash };
      return { ...signed, status: 'drafting', checks: [], turns: event.turns, returns: [...state.returns, returned] };
    }
    case 'DocumentNumbered':
      return { ...within(state, event, 'signed'), status: 'numbered', number: event.number, turns: [] };
    case 'DocumentSealed': {
      const { failure: _cleared, ...rest } = within(state, event, 'numbered');
      return { ...rest, status: 'sealed', seal: { fileHash: event.fileHash, at: event.at, level: event.level } };
    }
    case 'DocumentDispatched': {
      const { failure: _cleared, ...rest } = within(state, event, 'sealed');
      const readers = [...new Set([...state.readers, ...event.readers])];
      return {
        ...rest,
        status: 'issued',
        dispatch: { at: event.at, lines: event.lines },
        readers,
        standing: 'in-force',
        affectedBy: [],
      };
    }
    case 'DocumentFiled': {
      const { failure: _cleared, ...rest } = within(state, event, 'numbered', 'sealed', 'issued');
      return { ...rest, filed: { dossier: event.dossier, code: event.code, ordinal: event.ordinal, at: event.at } };
    }
    case 'IssuingFailed': {
      const now = within(state, event, 'numbered', 'sealed', 'issued');
      const attempts = now.failure?.step === event.step ? now.failure.attempts + 1 : 1;
      return { ...now, failure: { step: event.step, cause: event.cause, at: event.at, attempts } };
    }
    case 'IssuingRecovered': {
      const { failure: _cleared, ...rest } = within(state, event, 'issued');
      return rest;
    }
    case 'IssuingRetried':
      return within(state, event, 'numbered', 'sealed', 'issued');
    case 'NumberVoided': {
      const voided = { reason: event.reason, approver: event.approver, at: event.at };
      return { ...within(state, event, 'numbered'), status: 'voided', voided };
    }
    case 'DocumentAffected': {
      const issued = within(state, event, 'issued');
      const affected = { document: event.document, display: event.display, kind: event.kind, at: event.at };
      const standing = { amends: 'amended', replaces: 'replaced', corrects: 'corrected' } as const;
      const next =
        event.kind === 'amends' || event.kind === 'replaces' || event.kind === 'corrects'
          ? standing[event.kind]
          : issued.standing;
      return {
        ...issued,
        standing: issued.standing === 'replaced' ? 'replaced' : next,
        affectedBy: [...issued.affectedBy, affected],
      };
    }
    default:
      return evolveDraft(state, event);
  }
};

export const documentAggregate: Aggregate<Document, DocumentEvent> = {
  name: 'document',
  schemaVersion: 1,
  state: Document,
  event: DocumentEvent,
  evolve: (state, event) => {
    if (state === null) return event.type === 'DraftStarted' ? start(event) : impossible(event, 'none');
    const next = evolveSigned(state, event);
    return { ...next, participants: withPerson(next.participants, event.by.person) };
  },
};
