import type { Document, DocumentIn, DocumentStatus } from './document.ts';
import type { DocumentEvent } from './events.ts';

export type Event<T extends DocumentEvent['type']> = Extract<DocumentEvent, { type: T }>;

export const impossible = (event: DocumentEvent, status: string): never => {
  throw new Error(`${event.type} cannot follow status ${status}`);
};
/** The state narrowed to one of those statuses; an event out of place is a broken history, not a refusal. */
export const within = <S extends DocumentStatus>(
  state: Document,
  event: DocumentEvent,
  ...statuses: S[]
): DocumentIn<S> => {
  const isWithin = (candidate: Document): candidate is DocumentIn<S> =>
    statuses.some((status) => status === candidate.status);
  return isWithin(state) ? state : impossible(event, state.status);
};
export const withPerson = (people: Document['participants'], person: Document['participants'][number]) =>
  person === 'system' || people.includes(person) ? people : [...people, person];

/** What every status shares: fields that only a later status has are dropped, so an edit voids checks, approval and signature at once. */
export const base = (d: Document) => ({
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

export const without = <K extends 'lock'>(state: ReturnType<typeof base>, key: K) => {
  const { [key]: _dropped, ...rest } = state;
  return rest;
};
