import * as z from 'zod';
import type { ConsultationRound, Document } from '../../../shared/documents/document.ts';
import { OpinionEvent } from '../../../shared/documents/events.ts';
import type { UnitId } from '../../../shared/kernel/ids.ts';
import { unitLabel } from '../../../shared/organisation/registry.ts';
import type { QueryHandler } from '../call.ts';
import { eventIn } from '../project/change-event.ts';
import { type Asker, type ReadPorts, readable } from './caller.ts';
import { data, query } from './query.ts';

/** What one unit answered; each unit has a stream of its own, so thirty answers never collide. */
const opinionOf = async (
  ports: ReadPorts,
  asker: Asker,
  { document, round, unit }: { document: Document; round: ConsultationRound; unit: UnitId },
) => {
  const ref = { aggregate: 'opinion', id: `${document.id}.${round.round}.${unit}` };
  const events = (await ports.store.history(ref, 1, 200)).map((sealed) => eventIn(sealed, OpinionEvent));
  const given = events.findLast((event) => event.type === 'OpinionGiven');
  const answered = events.findLast((event) => event.type === 'OpinionAnswered');
  const name = { unit, unitName: unitLabel(asker.organisation, unit, asker.today) };
  if (given === undefined) return name;
  return {
    ...name,
    position: given.position,
    text: given.text,
    by: given.by.name,
    at: given.at,
    late: given.late,
    outdated: given.contentHash !== document.contentHash,
    ...(answered === undefined ? {} : { answer: { accepted: answered.accepted, reason: answered.reason } }),
  };
};

/** Lấy ý kiến: each round with what every unit said and how it was answered. */
export const consultation = (ports: ReadPorts): QueryHandler =>
  query(ports, z.object({}), async ({ asker, params }) => {
    const found = await readable(ports, asker, params.id);
    if (!found.ok) return found;
    const { document, inside } = found.value;
    const rounds = await Promise.all(
      (inside ? document.consultations : []).map(async (round) => ({
        ...round,
        opinions: await Promise.all(round.units.map((unit) => opinionOf(ports, asker, { document, round, unit }))),
      })),
    );
    return data({ rounds });
  });
