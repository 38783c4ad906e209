import * as z from 'zod';
import { OpinionEvent, ReadingEvent } from '../../../shared/documents/events.ts';
import type { LastSeen, OpinionLine, ReadLine } from '../../../shared/documents/lines.ts';
import { DocumentId } from '../../../shared/kernel/ids.ts';
import type { Change } from '../../ports/store.ts';
import type { Views } from '../../ports/views.ts';
import { eventIn } from './change-event.ts';
import { row } from './document-line.ts';

/** Nhật ký đọc: who read what and when; and the text each person saw last. */
export const projectReading = async (views: Views, change: Change): Promise<void> => {
  const { document, by, at, version: textVersion, what, contentHash } = eventIn(change.event, ReadingEvent);
  const version = change.event.seq;
  const read: ReadLine = { document, by, at, version: textVersion, what };
  const seen: LastSeen = { contentHash, version: textVersion, at };
  await views.apply([
    { op: 'put', row: row(`reads#${document}`, `${at}#${by.person}#${version}`, read), version },
    { op: 'put', row: row(`last-seen#${by.person}`, document, seen), version },
  ]);
};

const Address = z.tuple([DocumentId, z.coerce.number().int(), z.string()]);

/** Đang xin ý kiến: stands in the asked unit's list until it answers. */
export const projectOpinion = async (views: Views, change: Change): Promise<void> => {
  const event = eventIn(change.event, OpinionEvent);
  const [document = '', round = '', ...rest] = change.ref.id.split('.');
  const [id, number, unit] = Address.parse([document, round, rest.join('.')]);
  const pk = `opinions#${unit}`;
  const version = change.event.seq;
  if (event.type === 'OpinionAsked') {
    const line: OpinionLine = {
      document: id,
      round: number,
      unit: event.unit,
      question: event.question,
      deadline: event.deadline,
      askedBy: event.by,
      since: event.at,
    };
    await views.apply([{ op: 'put', row: row(pk, `${event.deadline}#${id}#${number}`, line), version }]);
    await views.apply([{ op: 'put', row: row(`opinion#${change.ref.id}`, 'asked', line), version }]);
    return;
  }
  const asked = z.object({ deadline: z.string() }).safeParse(await views.get(`opinion#${change.ref.id}`, 'asked'));
  if (!asked.success) return;
  await views.apply([{ op: 'delete', pk, sk: `${asked.data.deadline}#${id}#${number}`, version }]);
};
