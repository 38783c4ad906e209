import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sqliteStore } from '../../functions/adapters/sqlite/store.ts';
import type { Store } from '../../functions/ports/store.ts';
import { streamKey, verifyChain } from '../../shared/kernel/event-record.ts';
import { Instant } from '../../shared/kernel/time.ts';

const directory = mkdtempSync(join(tmpdir(), 'vanthu-processes-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const WRITER = join(import.meta.dirname, '../support/sqlite-writer.ts');
const REGISTER = { aggregate: 'register', id: 'CV.2026' };
const open = (file: string) => sqliteStore({ file, now: () => Instant.parse('2026-03-02T03:00:00.000Z') });

type Writer = { process: ChildProcess; acknowledged: () => number[]; ended: Promise<unknown> };
const startWriter = (file: string, name: string, count: number): Writer => {
  const options = ['--no-warnings', WRITER, file, name, String(count)];
  const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  // A line without its end was not fully printed, so it acknowledges nothing.
  const acknowledged = () => output.split('\n').slice(0, -1).map(Number);
  return { process: child, acknowledged, ended: once(child, 'close') };
};

/** Every stream whole, each as long as its head says; the numbers that the documents hold. */
const numbersInFile = async (store: Store): Promise<number[]> => {
  const { items } = await store.heads(undefined, 10_000);
  for (const { ref, version, head } of items) {
    const chain = verifyChain(streamKey(ref), await store.history(ref, 1, 10_000));
    expect(chain).toEqual({ ok: true, version, head });
  }
  const documents = items.map(({ ref }) => ref).filter(({ aggregate }) => aggregate === 'document');
  const { streams } = await store.load(documents);
  return streams.map(({ state }) => Number(Object(state).number)).toSorted((a, b) => a - b);
};
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('several processes on one SQLite file', () => {
  it('two clerks at once take every number exactly once', async () => {
    const file = join(directory, 'two.sqlite');
    const writers = [startWriter(file, 'p01', 60), startWriter(file, 'p02', 60)];
    await Promise.all(writers.map((writer) => writer.ended));
    expect(writers.map((writer) => writer.process.exitCode)).toEqual([0, 0]);
    const acknowledged = writers.flatMap((writer) => writer.acknowledged()).toSorted((a, b) => a - b);
    expect(acknowledged).toEqual(upTo(120));
    const store = open(file);
    expect(await numbersInFile(store)).toEqual(upTo(120));
    expect(await store.changes(undefined, 1000)).toHaveLength(240);
    await store.close();
  });

  it('a process killed in the middle of its writes loses nothing that it acknowledged and leaves nothing half-written', async () => {
    const file = join(directory, 'killed.sqlite');
    const survived: number[] = [];
    for (const round of [1, 2, 3, 4, 5]) {
      const writer = startWriter(file, `p0${round}`, 1_000_000);
      const enough = 25 * round + round;
      while (writer.acknowledged().length < enough) await once(writer.process.stdout ?? writer.process, 'data');
      writer.process.kill('SIGKILL');
      await writer.ended;
      expect(writer.process.signalCode).toBe('SIGKILL');
      survived.push(...writer.acknowledged());

      const store = open(file);
      const numbers = await numbersInFile(store);
      const [register] = (await store.load([REGISTER])).streams;
      // The last act may have been stored without its acknowledgement having got out; never the other way round.
      expect(numbers).toEqual(upTo(register?.version ?? 0));
      expect(numbers).toEqual(expect.arrayContaining(survived));
      await store.close();
    }
    expect(survived.length).toBeGreaterThan(25 * 5);
  });
});
