import * as z from 'zod';
import type { Aggregate, DomainEvent } from '../../../shared/kernel/aggregate.ts';
import { streamKey } from '../../../shared/kernel/event-record.ts';
import { calendarAggregate } from '../../../shared/organisation/calendar.ts';
import type { Changed } from '../../../shared/organisation/organisation-act.ts';
import { organisationAggregate } from '../../../shared/organisation/organisation-events.ts';
import { positionHoldersAggregate } from '../../../shared/organisation/position-holders.ts';
import { portfolioAggregate, standingAggregate } from '../../../shared/organisation/standing-events.ts';
import type { LoadedStream } from '../../ports/store.ts';
import { type StreamWrite, stateOf, write } from '../execute.ts';

/** A change of one stream through the aggregate that owns it; its event schema says whether the events are of its kind. */
const through =
  <State, Event extends DomainEvent>(aggregate: Aggregate<State, Event>) =>
  (change: Changed, loaded: LoadedStream): StreamWrite =>
    write(aggregate, stateOf(aggregate, [loaded], change.ref.id), z.array(aggregate.event).parse(change.events));

const writers: ReadonlyMap<string, (change: Changed, loaded: LoadedStream) => StreamWrite> = new Map([
  [organisationAggregate.name, through(organisationAggregate)],
  [standingAggregate.name, through(standingAggregate)],
  [portfolioAggregate.name, through(portfolioAggregate)],
  [calendarAggregate.name, through(calendarAggregate)],
  [positionHoldersAggregate.name, through(positionHoldersAggregate)],
]);

/** What a rule decided, as writes of one transaction. A stream that was not loaded for the decision is a defect. */
export const writesOf = (changes: readonly Changed[], streams: ReadonlyMap<string, LoadedStream>): StreamWrite[] =>
  changes.map((change) => {
    const loaded = streams.get(streamKey(change.ref));
    const writer = writers.get(change.ref.aggregate);
    if (loaded === undefined || writer === undefined) throw new Error(`${streamKey(change.ref)} was not loaded`);
    return writer(change, loaded);
  });
