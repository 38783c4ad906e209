import * as z from 'zod';
import { readingAggregate } from '../../../shared/documents/access/reading.ts';
import { opinionAggregate } from '../../../shared/documents/consultation/opinion.ts';
import { documentAggregate } from '../../../shared/documents/evolve.ts';
import { deliveryAggregate } from '../../../shared/documents/issuing/delivery.ts';
import { dossierAggregate } from '../../../shared/documents/issuing/dossier.ts';
import { intentAggregate } from '../../../shared/documents/issuing/intent.ts';
import { registerAggregate } from '../../../shared/documents/issuing/register.ts';
import { proceduresAggregate } from '../../../shared/documents/review/procedures.ts';
import type { Aggregate, DomainEvent } from '../../../shared/kernel/aggregate.ts';
import { canonicalJson } from '../../../shared/kernel/event-record.ts';
import { calendarAggregate } from '../../../shared/organisation/calendar.ts';
import { organisationChangeAggregate } from '../../../shared/organisation/organisation-change.ts';
import { organisationAggregate } from '../../../shared/organisation/organisation-events.ts';
import { positionHoldersAggregate } from '../../../shared/organisation/position-holders.ts';
import { portfolioAggregate, standingAggregate } from '../../../shared/organisation/standing-events.ts';
import { eventFault, type FaultList } from './fault.ts';
import type { StoreFile } from './store-file.ts';

/** `unknown` when this product cannot read those events (a later one wrote them): then nothing is claimed either way. */
type Comparison = 'same' | 'other' | 'unknown';
type Replay = { name: string; compare: (events: Iterable<string>, state: string) => Comparison };

export const STATE_CHANGED = 'trạng thái lưu bên cạnh không phải là kết quả của các sự kiện: đã bị sửa';

const Body = z.looseObject({ event: z.unknown() });

const replay = <State, Event extends DomainEvent>(aggregate: Aggregate<State, Event>): Replay => ({
  name: aggregate.name,
  compare: (events, stored) => {
    let state: State | null = null;
    for (const bytes of events) {
      const event = aggregate.event.safeParse(Body.parse(JSON.parse(bytes)).event);
      if (!event.success) return 'unknown';
      state = aggregate.evolve(state, event.data);
    }
    const said = aggregate.state.safeParse(state);
    if (!said.success) return 'unknown';
    // Both sides as the product would load them: as stored JSON, through the schema.
    const kept = aggregate.state.safeParse(JSON.parse(stored));
    return kept.success && canonicalJson(kept.data) === canonicalJson(said.data) ? 'same' : 'other';
  },
});

const replays: ReadonlyMap<string, Replay> = new Map(
  [
    replay(documentAggregate),
    replay(registerAggregate),
    replay(deliveryAggregate),
    replay(opinionAggregate),
    replay(readingAggregate),
    replay(dossierAggregate),
    replay(intentAggregate),
    replay(proceduresAggregate),
    replay(organisationAggregate),
    replay(organisationChangeAggregate),
    replay(standingAggregate),
    replay(portfolioAggregate),
    replay(calendarAggregate),
    replay(positionHoldersAggregate),
  ].map((one) => [one.name, one]),
);

/** Whether `state` (JSON) is what these events (their bytes, from the first on) lead to. */
export const compareWithReplay = (aggregate: string, events: Iterable<string>, state: string): Comparison => {
  try {
    return replays.get(aggregate)?.compare(events, state) ?? 'unknown';
  } catch {
    return 'unknown';
  }
};

/**
 * The product acts on the state kept beside the events, so an intruder might change only that. Replays each stream and compares; returns how many
 * could be compared. Streams whose chain is already broken are left out: what their events say is no measure.
 */
export const checkStates = (store: StoreFile, broken: ReadonlySet<string>, faults: FaultList): number => {
  let compared = 0;
  for (const head of store.states()) {
    if (broken.has(head.stream)) continue;
    const found = compareWithReplay(head.aggregate, store.bytesOf(head.stream), head.state);
    if (found === 'unknown') continue;
    compared += 1;
    if (found === 'other') faults.add(eventFault({ stream: head.stream, seq: head.version }, STATE_CHANGED));
  }
  return compared;
};
