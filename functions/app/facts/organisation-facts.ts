import * as z from 'zod';
import type { Actor } from '../../../shared/kernel/actor.ts';
import { type StreamRef, streamKey } from '../../../shared/kernel/event-record.ts';
import { type FieldCode, PersonId, type PositionId } from '../../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { type Instant, officeDate } from '../../../shared/kernel/time.ts';
import { CALENDAR } from '../../../shared/organisation/calendar.ts';
import { holdingsOn, positionOf } from '../../../shared/organisation/directory.ts';
import { Organisation, type OrganisationFacts } from '../../../shared/organisation/organisation.ts';
import { ORGANISATION } from '../../../shared/organisation/organisation-events.ts';
import { PositionHolders, positionHoldersRef } from '../../../shared/organisation/position-holders.ts';
import { Portfolio, Standing } from '../../../shared/organisation/standing.ts';
import { authorityRef, fieldRef } from '../../../shared/organisation/standing-events.ts';
import type { PreparedVerb } from '../../../shared/organisation/verb.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LoadedStream, Store } from '../../ports/store.ts';
import type { Views } from '../../ports/views.ts';
import type { Caller } from '../call.ts';

export type OrganisationPorts = { store: Store; views: Views; clock: Clock };
/** Everything a verb may know, and the streams it was read from: written or guarded, every one of them. */
export type GatheredOrganisation = {
  facts: OrganisationFacts;
  streams: ReadonlyMap<string, LoadedStream>;
  now: Instant;
  /** As whom the caller may act: the position chosen, or each one held today. */
  actors: readonly Actor[];
};

type Reading = { ports: OrganisationPorts; streams: Map<string, LoadedStream> };
const BATCH = 90;

/** Reads what is not known yet; a stream is read once for each decision. */
const read = async ({ ports, streams }: Reading, refs: readonly StreamRef[]): Promise<void> => {
  const wanted = new Map(refs.filter((ref) => !streams.has(streamKey(ref))).map((ref) => [streamKey(ref), ref]));
  const all = [...wanted.values()];
  for (let from = 0; from < all.length; from += BATCH)
    for (const stream of (await ports.store.load(all.slice(from, from + BATCH))).streams)
      streams.set(streamKey(stream.ref), stream);
};
const stateAt = <T>({ streams }: Reading, ref: StreamRef, schema: z.ZodType<T>): T | undefined => {
  const stream = streams.get(streamKey(ref));
  return stream === undefined || stream.version === 0 ? undefined : schema.parse(stream.state);
};

const Holder = z.object({ person: PersonId });
/** Who ever held the position: imported ones from the directory view, appointed ones from the position's own stream. */
const everHeld = async (reading: Reading, position: PositionId): Promise<PersonId[]> => {
  const people = stateAt(reading, positionHoldersRef(position), PositionHolders)?.people ?? [];
  let cursor: string | undefined;
  do {
    const page = await reading.ports.views.query({
      pk: `directory#position:${position}`,
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    });
    people.push(...page.rows.map((row) => Holder.parse(row.data).person));
    cursor = page.next;
  } while (cursor !== undefined);
  return people;
};

const actorsOf = (organisation: Organisation, standing: Standing, o: { caller: Caller; now: Instant }): Actor[] =>
  holdingsOn(standing, officeDate(o.now))
    .filter((held) => o.caller.as === undefined || held.position === o.caller.as)
    .flatMap((held) => {
      const position = positionOf(organisation, held.position);
      if (position === undefined) return [];
      const { id, title, unit } = position;
      return [{ person: standing.person, name: standing.name, position: id, title, unit }];
    });

/**
 * Loads what the rule of a verb needs, strongly consistent: master data, the streams of those named, of everyone who ever held the positions in
 * question, of the other parties of delegations. The directory view only says whom to look up. A substitute passes on work, not authority, so nobody
 * changes the organisation in another's place.
 */
export const gatherOrganisation = async (
  ports: OrganisationPorts,
  o: { caller: Caller; prepared?: PreparedVerb; also?: readonly PersonId[] },
): Promise<Result<GatheredOrganisation, Refusal>> => {
  const reading: Reading = { ports, streams: new Map() };
  const now = ports.clock.now();
  const people = new Set<PersonId>([o.caller.person, ...(o.prepared?.people ?? []), ...(o.also ?? [])]);
  const fields = o.prepared?.fields ?? [];
  await read(reading, [ORGANISATION, CALENDAR, ...[...people].map(authorityRef), ...fields.map(fieldRef)]);
  const organisation = stateAt(reading, ORGANISATION, Organisation);
  if (organisation === undefined) return refuse('unmet', 'organisation.not-set-up');
  const own = stateAt(reading, authorityRef(o.caller.person), Standing);
  if (own === undefined)
    return refuse('forbidden', 'organisation.unknown-person', { facts: { person: o.caller.person } });
  const actors = actorsOf(organisation, own, { caller: o.caller, now });
  if (actors.length === 0) return refuse('forbidden', 'organisation.no-position', { facts: { name: own.name } });
  await readOthers(reading, { organisation, people, prepared: o.prepared, now });
  return ok({ facts: factsOf(reading, { organisation, people, fields }), streams: reading.streams, now, actors });
};

const readOthers = async (
  reading: Reading,
  o: { organisation: Organisation; people: Set<PersonId>; prepared: PreparedVerb | undefined; now: Instant },
): Promise<void> => {
  const seats = o.prepared?.seats(o.organisation) ?? [];
  await read(reading, seats.map(positionHoldersRef));
  for (const seat of seats) for (const person of await everHeld(reading, seat)) o.people.add(person);
  await read(reading, [...o.people].map(authorityRef));
  for (const person of o.prepared?.people ?? []) {
    const standing = stateAt(reading, authorityRef(person), Standing);
    if (standing === undefined) continue;
    for (const party of o.prepared?.parties(standing, officeDate(o.now)) ?? []) o.people.add(party);
  }
  await read(reading, [...o.people].map(authorityRef));
};

const factsOf = (
  reading: Reading,
  o: { organisation: Organisation; people: ReadonlySet<PersonId>; fields: readonly FieldCode[] },
): OrganisationFacts => {
  const standings = [...o.people].flatMap((person) => stateAt(reading, authorityRef(person), Standing) ?? []);
  const portfolios = o.fields.flatMap((field) => stateAt(reading, fieldRef(field), Portfolio) ?? []);
  return {
    organisation: o.organisation,
    standings: new Map(standings.map((one) => [one.person, one])),
    portfolios: new Map(portfolios.map((one) => [one.field, one])),
  };
};
