import { DossierEvent, RegisterEvent } from '../../../shared/documents/events.ts';
import type { RegisterEntry, RegisterVoid } from '../../../shared/documents/lines.ts';
import type { Change } from '../../ports/store.ts';
import type { Views } from '../../ports/views.ts';
import { eventIn } from './change-event.ts';
import { row } from './document-line.ts';
import { registerKey } from './record-rows.ts';

/** Sổ đăng ký văn bản đi: a row per number, kept when the number is voided (Điều 15.1, Phụ lục IV.I). */
export const projectRegister = async (views: Views, change: Change): Promise<void> => {
  const event = eventIn(change.event, RegisterEvent);
  const pk = `register#${change.ref.id}`;
  const version = change.event.seq;
  const put = (sk: string, data: RegisterEntry | RegisterVoid | RegisterEvent) =>
    views.apply([{ op: 'put', row: row(pk, sk, data), version }]);
  switch (event.type) {
    case 'RegisterOpened':
      return put('head#opened', event);
    case 'RegisterClosed':
      return put('head#closed', event);
    case 'NumberTaken': {
      const { type: _type, at: _at, by, ...entry } = event;
      return put(`${registerKey(event.number)}#0-taken`, { ...entry, by: by.name });
    }
    case 'NumberVoided': {
      const { reason, approver, at } = event;
      return put(`${registerKey(event.number)}#2-void`, { reason, approver, at });
    }
  }
};

/** Hồ sơ and its list of documents in order (Mục lục văn bản, Điều 29). */
export const projectDossier = async (views: Views, change: Change): Promise<void> => {
  const event = eventIn(change.event, DossierEvent);
  const version = change.event.seq;
  if (event.type === 'DossierOpened') {
    const { type: _type, at, by, ...dossier } = event;
    const data = { ...dossier, openedAt: at, openedBy: by.name };
    return views.apply([
      { op: 'put', row: row(`dossier#${event.id}`, 'head', data), version },
      { op: 'put', row: row(`dossiers#${event.unit}.${event.year}`, event.notation, data), version },
    ]);
  }
  const { document, display, subject, ordinal, pages, at } = event;
  const data = { document, display, subject, ordinal, pages, at };
  const sk = `item#${String(ordinal).padStart(6, '0')}`;
  return views.apply([{ op: 'put', row: row(`dossier#${change.ref.id}`, sk, data), version }]);
};
