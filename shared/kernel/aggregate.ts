import type { z } from 'zod';
import type { Actor } from './actor.ts';
import type { StreamRef } from './event-record.ts';
import type { Refusal } from './refusal.ts';
import type { Result } from './result.ts';
import type { Instant } from './time.ts';

/** What every stored event says: what, when, by whom, in what capacity. */
export type DomainEvent = { type: string; at: Instant; by: Actor };

export type Aggregate<State, Event extends DomainEvent> = {
  /** Also the name of its streams: `{name}/{id}`. */
  name: string;
  /** Version of the event schema that `evolve` writes; older events are upcast on read. */
  schemaVersion: number;
  /** Parses what the store returns; a snapshot is outside data until it has passed here. */
  state: z.ZodType<State>;
  event: z.ZodType<Event>;
  evolve: (state: State | null, event: Event) => State;
};

/** One verb of the business. Pure: everything it may know is in its three arguments. */
export type Rule<State, Command, Facts, Event, Code extends string = string> = (
  state: State,
  command: Command,
  facts: Facts,
) => Result<readonly Event[], Refusal<Code>>;

/** Events of one stream, as a rule that touches several streams returns them: all are committed together or none. */
export type StreamEvents<Event extends DomainEvent = DomainEvent> = { ref: StreamRef; events: readonly Event[] };

/** The state after those events. */
export const fold = <State, Event extends DomainEvent>(
  aggregate: Aggregate<State, Event>,
  before: State | null,
  events: readonly Event[],
): State | null => events.reduce<State | null>((state, event) => aggregate.evolve(state, event), before);
