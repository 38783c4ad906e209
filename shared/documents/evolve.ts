import type { Aggregate } from '../kernel/aggregate.ts';
import { Document } from './document.ts';
import { DocumentEvent } from './events.ts';
import { impossible, withPerson } from './evolve-base.ts';
import { start } from './evolve-draft.ts';
import { evolveSigned } from './evolve-signed.ts';

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
