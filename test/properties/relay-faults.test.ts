import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Commit } from '../../functions/ports/store.ts';
import { withDynamoDbLocal } from '../support/dynamodb-local.ts';
import { aStoryOffice } from '../support/office.ts';
import { dynamoEngine, type RelayEngine, sqliteEngine } from '../support/relay-engines.ts';
import { type Faults, faultless, faulty, type Happened, type Outcome } from '../support/relay-faults.ts';
import { historyOf, liveThroughDays, recording } from '../support/relay-history.ts';

// The relay on AWS: shards bring changes at least once and in order per stream; everything else may go wrong. After healing, nothing is missing,
// nothing is left over, and every reaction was told.
const commits: Commit[] = [];
const office = aStoryOffice({ adapt: (ports) => ({ ...ports, store: recording(ports.store, commits) }) });

let lived: Promise<{ history: Commit[]; expected: Outcome }> | undefined;
const live = async () => {
  const setUp = commits.length;
  await liveThroughDays(office());
  const history = historyOf(commits, setUp);
  const engine = await sqliteEngine();
  const expected = await faultless({ engine, files: office().ports.files, history });
  await engine.close();
  return { history, expected };
};
const story = () => {
  lived ??= live();
  return lived;
};

const share = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most }).map((percent) => percent / 100);
const anyFaults: fc.Arbitrary<Faults> = fc.record({
  seed: fc.nat(),
  shards: fc.integer({ min: 1, max: 4 }),
  batch: fc.integer({ min: 1, max: 12 }),
  killed: share(60),
  poison: share(15),
  repeated: share(40),
  givenUp: share(40),
  failing: share(30),
  broken: share(40),
  rebuildAt: fc.integer({ min: 0, max: 60 }),
});

const NOTHING: Happened = { killed: 0, stalled: 0, givenUp: 0, rebuilt: 0, waited: 0 };
const run = async (open: () => Promise<RelayEngine>, faults: Faults, happened: Happened): Promise<void> => {
  const { history, expected } = await story();
  const engine = await open();
  try {
    const outcome = await faulty({ engine, files: office().ports.files, history, faults, happened });
    expect(outcome).toEqual(expected);
  } finally {
    await engine.close();
  }
};

describe('a relay to which everything happens', () => {
  it('looks at an office with every kind of row', async () => {
    const { expected } = await story();
    const lists = new Set(Object.keys(expected.rows).map((name) => name.split(/[#!]/)[0]));
    for (const list of ['inbox', 'waiting-for-others', 'drafting', 'clerk', 'opinions', 'alerts', 'registry', 'handed'])
      expect(lists).toContain(list);
    expect(JSON.stringify(expected.found)).toContain('"n":2');
    expect(expected.sent.length).toBeGreaterThan(30);
  });

  it('ends with the rows, the archive and the reactions of one to which nothing happened', async () => {
    const happened = { ...NOTHING };
    await fc.assert(
      fc.asyncProperty(anyFaults, (faults) => run(sqliteEngine, faults, happened)),
      { seed: 30_2020, numRuns: 20, endOnFailure: true },
    );
    for (const count of Object.values(happened)) expect(count).toBeGreaterThan(5);
  }, 120_000);
});

await withDynamoDbLocal((tables) => {
  describe('the same relay on DynamoDB', () => {
    it('ends as one to which nothing happened', async () => {
      const happened = { ...NOTHING };
      await fc.assert(
        fc.asyncProperty(anyFaults, (faults) => run(() => dynamoEngine(tables), faults, happened)),
        { seed: 30_2021, numRuns: 2, endOnFailure: true },
      );
      for (const count of [happened.killed, happened.stalled, happened.rebuilt]) expect(count).toBeGreaterThan(0);
    }, 120_000);
  });
});
