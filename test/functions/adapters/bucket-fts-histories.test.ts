import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type BucketFts, bucketFts } from '../../../functions/adapters/bucket-fts/search.ts';
import { bucketFtsWriter } from '../../../functions/adapters/bucket-fts/writer.ts';
import { ftsSearch } from '../../../functions/adapters/fts5/search.ts';
import type { SearchIndex } from '../../../functions/ports/search.ts';
import { aRecord, documentIdOf, EVERYBODY, upserts } from '../../support/archive-records.ts';
import { memoryObjects } from '../../support/memory-objects.ts';
import { text } from '../../support/search-under-test.ts';

const operation = fc
  .record({ n: fc.integer({ min: 1, max: 5 }), version: fc.integer({ min: 1, max: 4 }), gone: fc.boolean() })
  .map(({ n, version, gone }) =>
    gone
      ? [{ op: 'delete' as const, id: documentIdOf(n), version }]
      : upserts([aRecord({ id: documentIdOf(n), subject: `Văn bản ${n} lần ${version}` })], version),
  );
/** After so many calls to the bucket the process is gone; 0 = it is not. */
const crash = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 8 }));
const one = fc.integer({ min: 0, max: 1 });
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('apply' as const),
      by: one,
      ops: fc.array(operation, { minLength: 1, maxLength: 3 }),
      crash,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('compact' as const), by: one, crash }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('read' as const), by: one, crash }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const), by: one }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restart' as const), by: one }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const answers = async (index: SearchIndex): Promise<string[][]> => {
  const asked = ['', 'van ban', '"lần 2"', 'Văn bản 3'];
  const found = asked.map((words) => index.search({ text: words, readers: EVERYBODY, sort: 'newest', limit: 50 }));
  return (await Promise.all(found)).map(({ hits }) => hits.map((hit) => `${hit.id} ${text(hit.subject)}`));
};

/** Two processes that write, read and compact one bucket, beside one plain index that is told the same. */
const aWorld = (root: string) => {
  let left = 0;
  const { objects } = memoryObjects(() => {
    left -= 1;
    if (left === 0) throw new Error('the process is gone');
  });
  const newDirectory = () => mkdtempSync(join(root, 'copy-'));
  const start = (directory: string) => ({
    directory,
    index: bucketFts({ objects, directory }),
    writer: bucketFtsWriter({ objects }),
  });
  const processes = [start(newDirectory()), start(newDirectory())];
  const gone: BucketFts[] = [];
  const plain = ftsSearch({ file: join(newDirectory(), 'plain.sqlite') });
  const at = (by: number) => {
    const found = processes[by];
    if (found === undefined) throw new Error('there are two processes');
    return found;
  };
  // Does it, and where it ends with the process, again: a relay hands an operation over until it is taken.
  const withCrash = async (calls: number, work: () => Promise<unknown>) => {
    left = calls;
    const failed = await work().then(
      () => false,
      () => true,
    );
    left = 0;
    if (failed) await work();
  };
  const apply = async ({ by, ops, crash: calls }: Extract<Step, { do: 'apply' }>) => {
    await withCrash(calls, () => at(by).writer.apply(ops.flat()));
    await plain.apply(ops.flat());
  };
  const read = async ({ by, crash: calls }: Extract<Step, { do: 'read' }>) => {
    await withCrash(calls, () => at(by).index.refresh());
    expect(await answers(at(by).index)).toEqual(await answers(plain));
  };
  const clear = async (by: number) => {
    await at(by).writer.clear();
    await plain.clear();
  };
  // What a killed process leaves is what its directory holds at that moment, journals and all.
  const restart = (by: number) => {
    const old = at(by);
    const directory = newDirectory();
    cpSync(old.directory, directory, { recursive: true });
    gone.push(old.index);
    processes[by] = start(directory);
  };
  return {
    run: async (taken: Step) => {
      switch (taken.do) {
        case 'apply':
          return apply(taken);
        case 'clear':
          return clear(taken.by);
        case 'compact':
          return withCrash(taken.crash, () => at(taken.by).index.compact());
        case 'read':
          return read(taken);
        case 'restart':
          return restart(taken.by);
      }
    },
    compare: async () => {
      const stranger = start(newDirectory());
      gone.push(stranger.index);
      const expected = await answers(plain);
      for (const { index } of [...processes, stranger]) expect(await answers(index)).toEqual(expected);
    },
    end: () => Promise.all([plain, ...gone, ...processes.map(({ index }) => index)].map((index) => index.close())),
  };
};

it('answers like one plain index after any history of writing, compacting, reading and dying', {
  timeout: 300_000,
}, async () => {
  const root = mkdtempSync(join(tmpdir(), 'vanthu-histories-'));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const world = aWorld(root);
      try {
        for (const taken of steps) await world.run(taken);
        await world.compare();
      } finally {
        await world.end();
      }
    }),
    { numRuns: 15, seed: 20_261_123 },
  );
  rmSync(root, { recursive: true });
});
