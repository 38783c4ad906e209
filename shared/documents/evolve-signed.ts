import type { Document } from './document.ts';
import type { DocumentEvent } from './events.ts';
import { base, within } from './evolve-base.ts';
import { evolveDraft } from './evolve-draft.ts';

/** From the signature on. */
export const evolveSigned = (state: Document, event: DocumentEvent): Document => {
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
