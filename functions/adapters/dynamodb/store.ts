import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GENESIS, type StreamRef, streamKey } from '../../../shared/kernel/event-record.ts';
import type { CommandId } from '../../../shared/kernel/ids.ts';
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { milliseconds } from '../../../shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Commit, CommitError, Loaded, LoadedStream, Store } from '../../ports/store.ts';
import { type CommitPlan, contradiction, type PlannedStream, planCommit } from '../commit-plan.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { readFeed, takeUpPending } from './feed.ts';
import { CommandItem, commandKey, EventItem, eventKey, FedItem, fedKey, HeadItem, headKey, OUTBOX } from './items.ts';
import { type Demand, type TableAccess, tableAccess, type Write, type WriteFailure } from './table-access.ts';

type Engine = { table: TableAccess; seconds: () => number; outboxAt: () => string };

const isExpired = (command: CommandItem, seconds: number): boolean =>
  command.expiresAt !== undefined && command.expiresAt <= seconds;

const load = async (engine: Engine, refs: readonly StreamRef[], command?: CommandId): Promise<Loaded> => {
  const keys = refs.map(headKey);
  const items = await engine.table.getAll(command === undefined ? keys : [...keys, commandKey(command)]);
  const byPartition = new Map(items.map((item) => [item.pk, item]));
  const streams = refs.map((ref): LoadedStream => {
    const item = byPartition.get(headKey(ref).pk);
    if (!item) return { ref, state: null, version: 0, head: GENESIS };
    const { v, head, state } = HeadItem.parse(item);
    return { ref, state: JSON.parse(state), version: v, head };
  });
  const item = command === undefined ? undefined : byPartition.get(commandKey(command).pk);
  const known = item && CommandItem.parse(item);
  if (!known || isExpired(known, engine.seconds())) return { streams };
  return { streams, replay: { bodyHash: known.bodyHash, answer: JSON.parse(known.answer) } };
};

const demand = (version: number): Demand => (version === 0 ? 'absent' : { version });

const streamWrites = ({ ref, expected, version, head, state, events }: PlannedStream): Write[] => [
  { put: { ...headKey(ref), v: version, ref, head, state }, if: demand(expected) },
  ...events.map(({ seq, hash, bytes }): Write => ({ put: { ...eventKey(ref, seq), seq, hash, bytes }, if: 'absent' })),
];

const commandWrite = (engine: Engine, commit: Commit, plan: CommitPlan): Write => {
  const { id, actor, bodyHash, expiresAt } = commit.command;
  const ranges = plan.written.map(({ ref, expected, version, head }) => ({
    ref,
    from: expected + 1,
    to: version,
    head,
  }));
  const stored = { ...commandKey(id), v: 1, actor, bodyHash, answer: plan.answer, expiresAt, ranges };
  return { put: { ...stored, outbox: OUTBOX, outboxAt: engine.outboxAt() }, if: 'absent' };
};

/** Every write with the error that its failure means. */
const writesOf = (engine: Engine, commit: Commit, plan: CommitPlan): { write: Write; means: CommitError }[] => [
  { write: commandWrite(engine, commit, plan), means: 'replayed' },
  ...plan.written.flatMap(streamWrites).map((write) => ({ write, means: 'version-moved' as const })),
  ...plan.idle.map(({ ref, version }) => ({
    write: { check: headKey(ref), if: demand(version) },
    means: 'version-moved' as const,
  })),
  ...plan.guards.map(({ ref, version }) => ({
    write: { check: headKey(ref), if: demand(version) },
    means: 'guard-moved' as const,
  })),
];

const PRECEDENCE = ['replayed', 'version-moved', 'guard-moved'] as const;

/** A mere conflict with another transaction is answered like a moved version: load again, try again. */
const errorOf = (failures: readonly WriteFailure[], meanings: readonly CommitError[]): CommitError => {
  const failed = meanings.filter((_, index) => failures[index] === 'condition');
  return PRECEDENCE.find((error) => failed.includes(error)) ?? 'version-moved';
};

/** Makes way for a command id whose answer may be forgotten; false when it must be kept. Its events reach the feed first. */
const forgetExpired = async (engine: Engine, id: CommandId): Promise<boolean> => {
  const item = await engine.table.get(commandKey(id));
  if (!item) return true;
  const known = CommandItem.parse(item);
  if (!isExpired(known, engine.seconds())) return false;
  if (known.v === 1) await takeUpPending(engine.table);
  await engine.table.transact([{ delete: commandKey(id), if: { version: 2 } }]);
  return true;
};

const commit = async (engine: Engine, write: Commit): Promise<Result<void, CommitError>> => {
  const planned = planCommit(write);
  if (!planned.ok) return planned;
  if (planned.value.isContradictory) {
    const refs = write.streams.map((stream) => stream.ref);
    return err(contradiction(write, await load(engine, refs, write.command.id)));
  }
  for (;;) {
    const writes = writesOf(engine, write, planned.value);
    const failures = await engine.table.transact(writes.map((each) => each.write));
    if (!failures) return ok(undefined);
    const error = errorOf(
      failures,
      writes.map((each) => each.means),
    );
    if (error !== 'replayed' || !(await forgetExpired(engine, write.command.id))) return err(error);
  }
};

const historyOf =
  (table: TableAccess): Store['history'] =>
  async (ref, from, limit) => {
    if (limit < 1) return [];
    const { pk, sk } = eventKey(ref, from);
    const items = await table.take({ pk, from: sk, to: eventKey(ref, from + limit - 1).sk, limit });
    return items.map((item) => EventItem.parse(item));
  };

const heads = async (table: TableAccess, after: string | undefined, limit: number): ReturnType<Store['heads']> => {
  await takeUpPending(table);
  const { pk } = fedKey({ aggregate: '', id: '' });
  const start = after === undefined ? undefined : { pk, sk: decodeCursor('heads', after) };
  const found = (await table.take({ pk, limit }, start)).map((item) => FedItem.parse(item));
  const items = found.map(({ ref, v, head }) => ({ ref, version: v, head }));
  const last = items.length < limit ? undefined : items.at(-1);
  return last ? { items, next: encodeCursor('heads', streamKey(last.ref)) } : { items };
};

/** The production store: one table (see table.ts). Streams of the table only wake the relay; what it reads is `changes`. */
export const dynamoStore = (options: { client: DynamoDBClient; table: string } & Clock): Store => {
  const table = tableAccess(options.client, options.table);
  let commits = 0;
  const engine: Engine = {
    table,
    seconds: () => Math.floor(milliseconds(options.now()) / 1000),
    // Only a preference for the order of the feed between streams; correctness never rests on clocks.
    outboxAt: () => {
      commits += 1;
      return `${options.now()}#${String(commits).padStart(12, '0')}`;
    },
  };
  return {
    load: (refs, command) => load(engine, refs, command),
    commit: (write) => commit(engine, write),
    changes: async (after, limit) => {
      await takeUpPending(table);
      return readFeed(table, after, limit);
    },
    history: historyOf(table),
    heads: (after, limit) => heads(table, after, limit),
    close: async () => {}, // the client belongs to whoever made it
  };
};
