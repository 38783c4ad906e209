import type { DynamoDBRecord } from 'aws-lambda';
import { abandonedEvent, changesOf } from '../../functions/adapters/dynamodb/stream.ts';
import { makeProjector } from '../../functions/app/project/projector.ts';
import type { Files } from '../../functions/ports/files.ts';
import type { Change, Commit } from '../../functions/ports/store.ts';
import { streamKey } from '../../shared/kernel/event-record.ts';
import { found, type RelayEngine } from './relay-engines.ts';
import { chances, type Office, startProcess } from './relay-process.ts';
import { noiseRecord, poisoned, recordOf, type Stored } from './relay-records.ts';

export type Faults = {
  seed: number;
  shards: number;
  /** Most records of one batch. */
  batch: number;
  /** Shares of batches or records, 0 to 1. */
  killed: number;
  poison: number;
  repeated: number;
  givenUp: number;
  failing: number;
  /** Share of streams whose handling fails until it is mended. */
  broken: number;
  /** The round in which a rebuild begins; none when it is after the last. */
  rebuildAt: number;
};
/** What happened, so that a test can prove that it looked. */
export type Happened = { killed: number; stalled: number; givenUp: number; rebuilt: number; waited: number };
export type Outcome = { rows: Record<string, string>; found: Record<string, unknown>; sent: string[] };

const eventsOf = ({ streams }: Commit): Stored[] =>
  streams.flatMap(({ ref, events }) => events.map((event) => ({ ref, event })));
const wanted = (history: readonly Commit[]): string[] =>
  history
    .flatMap(eventsOf)
    .filter(({ ref }) => ref.aggregate === 'document')
    .map(({ ref, event }) => `${streamKey(ref)}@${event.seq}`);
const commitTo = async ({ store }: RelayEngine, commit: Commit): Promise<void> => {
  const done = await store.commit(commit);
  if (!done.ok) throw new Error(`the history does not fit: ${done.error}`);
};
const outcome = async ({ rows, search }: RelayEngine, sent: Iterable<string>): Promise<Outcome> => ({
  rows: await rows(),
  found: await found(search),
  sent: [...sent].sort(),
});

/** What a relay leaves behind that nothing ever happened to: each change once, in the order of the commits. */
export const faultless = async (o: { engine: RelayEngine; files: Files; history: readonly Commit[] }) => {
  const { store, views, search } = o.engine;
  const projector = makeProjector({ store, views, search, files: o.files });
  for (const commit of o.history) await commitTo(o.engine, commit);
  for (const stored of o.history.flatMap(eventsOf)) await projector.handle({ cursor: '', ...stored });
  return outcome(o.engine, wanted(o.history));
};

type Shard = { log: Stored[]; at: number };
const ROUNDS = 2_000;

/** The same history through shards, with everything going wrong that may, then healed; what the office looks like in the end. */
export const faulty = async (
  o: { engine: RelayEngine; files: Files; history: readonly Commit[] } & { faults: Faults; happened: Happened },
): Promise<Outcome> => {
  const { engine, faults, happened } = o;
  const chance = chances(faults.seed);
  const shards = Array.from({ length: faults.shards }, (): Shard => ({ log: [], at: 0 }));
  const shardOf = new Map<string, Shard>();
  const broken = new Map<string, boolean>();
  let isMended = false;
  const fails = (handler: string, change: Change): boolean => {
    if (isMended) return false;
    const key = `${handler} ${streamKey(change.ref)}`;
    if (!broken.has(key)) broken.set(key, chance.often(faults.broken));
    return (broken.get(key) === true && change.event.seq > 1) || chance.often(faults.failing);
  };
  const office: Office = { engine, files: o.files, chance, sent: new Set(), failures: [], fails };
  const abandoned: string[] = [];
  let dead: { bury: () => Promise<void> }[] = [];
  const mortal = () => startProcess(office, chance.often(faults.killed) ? chance.below(80) : undefined);
  const buryIfDead = (process: ReturnType<typeof startProcess>): boolean => {
    if (!process.isDead()) return false;
    happened.killed += 1;
    dead.push(process);
    return true;
  };

  const append = async (commit: Commit): Promise<void> => {
    await commitTo(engine, commit);
    for (const stored of eventsOf(commit)) {
      const key = streamKey(stored.ref);
      const shard = shardOf.get(key) ?? shards[chance.below(shards.length)];
      if (shard === undefined) throw new Error('there is at least one shard');
      shardOf.set(key, shard);
      shard.log.push(stored);
    }
  };
  const recordsOf = (slice: readonly Stored[], from: number): DynamoDBRecord[] =>
    slice.flatMap((stored, index) => {
      const number = String(from + index);
      const record = recordOf(stored, number);
      const sent = !isMended && chance.often(faults.poison) ? poisoned(record) : record;
      return chance.often(0.2) ? [noiseRecord(number), sent] : [sent];
    });
  const deliver = async (shard: Shard): Promise<void> => {
    const from = chance.often(faults.repeated) ? chance.below(shard.at + 1) : shard.at;
    const slice = shard.log.slice(from, from + 1 + chance.below(faults.batch));
    const Records = recordsOf(slice, from);
    const process = mortal();
    const { batchItemFailures } = await process.push(changesOf({ Records }));
    const failed = buryIfDead(process) ? from : Number(batchItemFailures[0]?.itemIdentifier ?? from + slice.length);
    if (!process.isDead() && failed < from + slice.length) happened.waited += 1;
    shard.at = Math.max(shard.at, failed);
    if (failed < from + slice.length && chance.often(faults.givenUp)) {
      happened.givenUp += 1;
      const payload = { Records: recordsOf(slice, from) };
      abandoned.push(
        JSON.stringify({ version: '1.0', payload: chance.often(0.5) ? payload : JSON.stringify(payload) }),
      );
      shard.at = Math.max(shard.at, from + slice.length);
    }
  };
  const sweep = async (): Promise<void> => {
    const process = mortal();
    await process.resumeStalled().catch((error: unknown) => {
      if (!process.isDead()) throw error;
    });
    buryIfDead(process);
  };

  let rebuilding: Promise<unknown> = Promise.resolve();
  let next = 0;
  const isDone = () => next >= o.history.length && shards.every((shard) => shard.at >= shard.log.length);
  for (let round = 0; !isDone(); round += 1) {
    if (round > ROUNDS) throw new Error('the relay does not get on');
    if (round === faults.rebuildAt) {
      happened.rebuilt += 1;
      rebuilding = startProcess(office).rebuild();
      rebuilding.catch(() => undefined); // Told when it is awaited.
    }
    const work = shards.filter(() => chance.often(0.8)).map(deliver);
    if (chance.often(0.2)) work.push(sweep());
    for (let count = chance.below(5); count > 0 && next < o.history.length; count -= 1) {
      const commit = o.history[next];
      next += 1;
      if (commit !== undefined) await append(commit);
    }
    await Promise.all(work);
    for (const process of dead) await process.bury();
    dead = [];
  }

  // Everything is mended.
  isMended = true;
  await rebuilding;
  const healer = startProcess(office);
  for (const text of abandoned) await healer.redrive(changesOf(abandonedEvent(text)));
  happened.stalled += (await healer.stalled('project')).length + (await healer.stalled('issuing')).length;
  await healer.resumeStalled();
  for (const name of ['project', 'issuing'])
    if ((await healer.stalled(name)).length > 0) throw new Error(`${name} is still stalled`);
  return outcome(engine, office.sent);
};
