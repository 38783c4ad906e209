import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bucketFtsWriter } from '../../../functions/adapters/bucket-fts/writer.ts';
import { bucketsUnderTest, named, record, subjects } from '../../support/buckets-under-test.ts';
import { memoryObjects } from '../../support/memory-objects.ts';

const { open, newDirectory } = bucketsUnderTest();

describe('the copy of a process', () => {
  const compacted = async () => {
    const made = memoryObjects();
    const index = open(made.objects);
    await index.apply(record(1));
    await index.compact();
    return { ...made, index };
  };
  const SNAPSHOT = 'snapshot/000000000001.sqlite.zst';

  it('is fetched anew when what it lacks is no longer kept', async () => {
    const { objects, index } = await compacted();
    const behind = open(objects);
    expect(await subjects(behind)).toEqual(named(1));
    for (const n of [2, 3, 4]) {
      await index.apply(record(n));
      await index.compact();
    }
    await index.apply(record(5));
    expect(await subjects(behind)).toEqual(named(1, 2, 3, 4, 5));
  });
  it('answers what was asked of it while another takes its place', async () => {
    const { objects, index } = await compacted();
    const behind = open(objects, { maxStaleness: 60_000 });
    await subjects(behind);
    for (const n of [2, 3]) {
      await index.apply(record(n));
      await index.compact();
    }
    await index.apply(record(4));
    const answers = [
      ...Array.from({ length: 20 }, () => subjects(behind)),
      behind.refresh().then(() => subjects(behind)),
    ];
    expect((await Promise.all(answers)).map((one) => one.length)).toEqual([...Array.from({ length: 20 }, () => 1), 4]);
  });
  it('is there again after a restart, with how far it had come', async () => {
    const got: string[] = [];
    const { objects } = memoryObjects(({ method, names }) => {
      if (method === 'get') got.push(...names);
    });
    const directory = newDirectory();
    const first = open(objects, { directory });
    for (const n of [1, 2]) await first.apply(record(n));
    await first.compact();
    await first.close();
    await bucketFtsWriter({ objects }).apply(record(3));
    got.length = 0;
    expect(await subjects(open(objects, { directory }))).toEqual(named(1, 2, 3));
    expect(got).toEqual(['log/000000000003.json.zst']);
  });
  it('begins with the snapshot and reads only the entries after it', async () => {
    const got: string[] = [];
    const { objects } = memoryObjects(({ method, names }) => {
      if (method === 'get') got.push(...names);
    });
    const first = open(objects);
    for (const n of [1, 2]) await first.apply(record(n));
    await first.compact();
    await first.apply(record(3));
    got.length = 0;
    expect(await subjects(open(objects))).toEqual(named(1, 2, 3));
    expect(got).toEqual(['snapshot/000000000002.sqlite.zst', 'log/000000000003.json.zst']);
  });
  it('is made anew when its file is damaged, and leaves no files of others lying about', async () => {
    const { objects } = await compacted();
    const directory = newDirectory();
    writeFileSync(
      join(directory, 'index-000000000009.sqlite'),
      'not a database, but long enough to have a header'.repeat(9),
    );
    writeFileSync(join(directory, 'index-000000000009.sqlite-wal'), 'x');
    writeFileSync(join(directory, 'index-000000000004.sqlite.part'), 'x');
    writeFileSync(join(directory, 'copy-000000000004-x.sqlite'), 'x');
    writeFileSync(join(directory, 'of somebody else'), 'x');
    expect(await subjects(open(objects, { directory }))).toEqual(named(1));
    expect(
      readdirSync(directory).filter((name) => /index-|copy-|else/.test(name) && !/-(wal|shm)$/.test(name)),
    ).toEqual(['index-000000000001.sqlite', 'of somebody else']);
  });
  it.each([
    ['cut short', (bytes: Uint8Array) => bytes.slice(0, bytes.length - 200)],
    ['cut to nothing', () => new Uint8Array()],
    [
      'damaged inside',
      (bytes: Uint8Array) => bytes.map((byte, at) => (at === bytes.length - 300 ? byte ^ 0xff : byte)),
    ],
  ])('never opens a snapshot that arrives %s, and opens it when it arrives whole', async (_, change) => {
    const { objects, index, damage } = await compacted();
    for (const n of [2, 3]) {
      await index.apply(record(n));
      await index.compact();
    }
    const kept: Uint8Array[] = [];
    damage(SNAPSHOT.replace('01.', '03.'), (bytes) => {
      kept.push(bytes);
      return change(bytes);
    });
    const directory = newDirectory();
    const reader = open(objects, { directory });
    await expect(subjects(reader)).rejects.toThrow();
    expect(readdirSync(directory).filter((name) => name.includes('03.sqlite'))).toEqual([]);
    damage(SNAPSHOT.replace('01.', '03.'), (bytes) => kept[0] ?? bytes);
    expect(await subjects(reader)).toEqual(named(1, 2, 3));
  });
  it('asks the bucket once in the time that an answer may be stale, and at once when refreshed', async () => {
    let listings = 0;
    const { objects } = memoryObjects(({ method }) => {
      if (method === 'listAfter') listings += 1;
    });
    const reader = open(objects, { maxStaleness: 60_000 });
    for (let n = 0; n < 3; n += 1) expect(await subjects(reader)).toEqual([]);
    expect(listings).toBe(1);
    await bucketFtsWriter({ objects }).apply(record(1));
    expect(await subjects(reader)).toEqual([]);
    await reader.refresh();
    expect(await subjects(reader)).toEqual(named(1));
  });
  it('looks at the bucket once for all who ask at the same moment', async () => {
    let listings = 0;
    const { objects } = memoryObjects(({ method }) => {
      if (method === 'listAfter') listings += 1;
    });
    const reader = open(objects);
    await Promise.all(Array.from({ length: 20 }, () => subjects(reader)));
    expect(listings).toBe(1);
  });
  it('tries again after the bucket could not be reached', async () => {
    let down = true;
    const { objects } = memoryObjects(() => {
      if (down) throw new Error('no route to the bucket');
    });
    const reader = open(objects);
    await expect(subjects(reader)).rejects.toThrow('no route');
    down = false;
    expect(await subjects(reader)).toEqual([]);
  });
});
