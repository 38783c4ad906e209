import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bucketFtsWriter } from '../../../functions/adapters/bucket-fts/writer.ts';
import { bucketsUnderTest, named, record, subjects } from '../../support/buckets-under-test.ts';
import { memoryObjects } from '../../support/memory-objects.ts';

const { open, newDirectory } = bucketsUnderTest();

describe('the log of the search index', () => {
  it('keeps every operation of two writers at once, for two readers', async () => {
    const { objects, names } = memoryObjects();
    const writers = [bucketFtsWriter({ objects }), bucketFtsWriter({ objects })];
    const readers = [open(objects), open(objects)];
    const all = Array.from({ length: 40 }, (_, n) => n + 1);
    const asked: Promise<string[]>[] = [];
    await Promise.all(
      all.map(async (n) => {
        await writers[n % 2]?.apply(record(n));
        for (const reader of readers) asked.push(subjects(reader));
      }),
    );
    for (const reader of readers) expect(await subjects(reader)).toEqual(named(...all));
    for (const seen of await Promise.all(asked)) expect(seen.length).toBeGreaterThan(0);
    expect(names()).toHaveLength(40);
  });
  it('shows an operation to whoever asks after it was applied', async () => {
    const { objects } = memoryObjects();
    const [writer, reader] = [bucketFtsWriter({ objects }), open(objects)];
    for (const n of [1, 2, 3, 4, 5]) {
      await writer.apply(record(n));
      const answers = await Promise.all([subjects(reader), subjects(reader), subjects(reader)]);
      for (const answer of answers) expect(answer).toHaveLength(n);
    }
  });
  it('writes nothing for no operations', async () => {
    const { objects, names } = memoryObjects();
    await bucketFtsWriter({ objects }).apply([]);
    expect(names()).toEqual([]);
  });
  it('loses nothing of a writer that slept while its next number was used and removed', async () => {
    const { objects, names } = memoryObjects();
    const [sleeper, other, early] = [bucketFtsWriter({ objects }), open(objects), open(objects)];
    await sleeper.apply(record(1));
    expect(await subjects(early)).toEqual(named(1));
    for (const n of [2, 3, 4]) {
      await other.apply(record(n));
      await other.compact();
    }
    expect(names()).not.toContain('log/000000000002.json.zst');
    await sleeper.apply(record(5));
    for (const reader of [early, other, open(objects)]) expect(await subjects(reader)).toEqual(named(1, 2, 3, 4, 5));
  });
  it('says so when an entry is missing, rather than answer without it', async () => {
    const { objects, lose } = memoryObjects();
    const writer = bucketFtsWriter({ objects });
    for (const n of [1, 2, 3]) await writer.apply(record(n));
    lose('log/000000000002.json.zst');
    await expect(subjects(open(objects))).rejects.toThrow('entry 2 of the search log is missing');
  });
  it('forgets everything at once for every reader when it is cleared, and keeps what comes after', async () => {
    const { objects } = memoryObjects();
    const [writer, warm] = [open(objects), open(objects)];
    await writer.apply(record(1, 9));
    await writer.compact();
    expect(await subjects(warm)).toHaveLength(1);
    await writer.clear();
    await writer.apply(record(2));
    await writer.apply(record(1));
    for (const reader of [warm, open(objects)]) expect(await subjects(reader)).toEqual(named(1, 2));
  });
});

describe('compaction of the search index', () => {
  it('keeps two snapshots and the entries after the older, and does nothing when nothing is new', async () => {
    const { objects, names } = memoryObjects();
    const index = open(objects);
    expect(await index.compact()).toEqual({ snapshot: 0, entries: 0, bytes: 0 });
    const done = [];
    for (const n of [1, 2, 3]) {
      await index.apply([...record(2 * n - 1), ...record(2 * n)]);
      await index.apply([]);
      done.push(await index.compact());
    }
    expect(done.map(({ snapshot, entries }) => [snapshot, entries])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
    expect(names()).toEqual([
      'log/000000000003.json.zst',
      'snapshot/000000000002.sqlite.zst',
      'snapshot/000000000003.sqlite.zst',
    ]);
    expect(await index.compact()).toEqual({ snapshot: 3, entries: 0, bytes: 0 });
    expect(await subjects(open(objects))).toEqual(named(1, 2, 3, 4, 5, 6));
  });
  it('leaves nothing wrong after stopping at any step, and the next one finishes', { timeout: 120_000 }, async () => {
    for (let step = 1; step <= 8; step += 1) {
      let left = Number.POSITIVE_INFINITY;
      const { objects, names } = memoryObjects(() => {
        left -= 1;
        if (left === 0) throw new Error('power cut');
      });
      const index = open(objects);
      for (const n of [1, 2]) {
        await index.apply(record(n));
        await index.compact();
      }
      await index.apply(record(3));
      left = step;
      const stopped = await index.compact().then(
        () => false,
        () => true,
      );
      left = Number.POSITIVE_INFINITY;
      expect(await subjects(open(objects)), `after step ${step}`).toEqual(named(1, 2, 3));
      await index.compact();
      expect(names()).toHaveLength(3);
      if (!stopped) return expect(step).toBeGreaterThan(4);
    }
    throw new Error('the compaction has more steps than were tried');
  });
  it('may run twice at once', async () => {
    const { objects, names } = memoryObjects();
    const indexes = [open(objects), open(objects)];
    for (const n of [1, 2, 3]) {
      await indexes[0]?.apply(record(n));
      await Promise.all(indexes.map((index) => index.compact()));
    }
    expect(names()).toHaveLength(3);
    expect(await subjects(open(objects))).toEqual(named(1, 2, 3));
  });
  it('goes on beside a reader that reads on while entries are replaced under it', async () => {
    // Between the listing and the reading, entries 2 and 3 are compacted away and 2 is written anew by a writer that slept.
    let meanwhile: (() => Promise<void>) | undefined;
    const { objects } = memoryObjects(async ({ method, names }) => {
      const run = meanwhile;
      if (run === undefined || method !== 'get' || names[0] !== 'log/000000000002.json.zst') return;
      meanwhile = undefined;
      await run();
    });
    const [sleeper, other, reader] = [bucketFtsWriter({ objects }), open(objects), open(objects)];
    await sleeper.apply(record(1));
    expect(await subjects(reader)).toEqual(named(1));
    for (const n of [2, 3]) await other.apply(record(n));
    expect(await subjects(other)).toEqual(named(1, 2, 3));
    meanwhile = async () => {
      await other.compact();
      await other.apply(record(4));
      await other.compact();
      await sleeper.apply(record(5));
    };
    expect(await subjects(reader)).toEqual(named(1, 2, 3, 4, 5));
  });
});

it('lets a writer be bundled without SQLite', async () => {
  const { metafile } = await build({
    entryPoints: ['functions/adapters/bucket-fts/writer.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    metafile: true,
  });
  const inputs = Object.entries(metafile.inputs);
  const imported = inputs.flatMap(([, { imports }]) => imports.map(({ path }) => path));
  expect(imported).toContain('node:zlib');
  expect(imported.filter((path) => /node:(?:sqlite|worker_threads)/.test(path))).toEqual([]);
});

it('runs its thread from a bundle', async () => {
  const directory = newDirectory();
  const outfile = join(directory, 'worker.mjs');
  const entryPoints = ['functions/adapters/fts5/worker.ts'];
  await build({ entryPoints, bundle: true, platform: 'node', format: 'esm', outfile });
  const index = open(memoryObjects().objects, { directory, worker: pathToFileURL(outfile) });
  await index.apply(record(1));
  expect(await subjects(index)).toEqual(named(1));
  const nowhere = open(memoryObjects().objects, { worker: pathToFileURL(join(directory, 'none.mjs')) });
  await expect(subjects(nowhere)).rejects.toThrow('none.mjs');
});
