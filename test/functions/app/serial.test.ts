import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqliteViews } from '../../../functions/adapters/sqlite/views.ts';
import { leaseSerial } from '../../../functions/app/serial.ts';
import type { Views } from '../../../functions/ports/views.ts';
import { instant } from '../../../shared/kernel/time.ts';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('works of one register across processes', () => {
  let directory: string;
  let views: Views & { close: () => void };
  let names = 0;
  /** As a process of its own would have it: they share the store and nothing else. */
  const another = () =>
    leaseSerial({
      views,
      unique: () => {
        names += 1;
        return `holder-${names}`;
      },
    });
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'vanthu-serial-'));
    views = sqliteViews({ file: join(directory, 'views.sqlite'), now: () => instant(Date.now()) });
  });
  afterAll(() => {
    views.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('never run two at once', async () => {
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await pause(5);
      running -= 1;
    };
    await Promise.all(Array.from({ length: 16 }, () => another()('register/1', work)));
    expect(most).toBe(1);
  });

  it('do not wait for those of another register', async () => {
    let free: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      free = resolve;
    });
    const first = another()('register/a', () => held);
    await expect(another()('register/b', async () => 'done')).resolves.toBe('done');
    free();
    await first;
  });

  it('go on after one that failed, and after a process that died with its turn', async () => {
    const failed = another()('register/2', async () => {
      throw new Error('refused');
    });
    await expect(failed).rejects.toThrow('refused');
    // Died: its lease of five seconds is never handed back. One second of it is left.
    await views.lease('serial#register/2', 'dead', 1);
    const started = performance.now();
    await expect(another()('register/2', async () => 'next')).resolves.toBe('next');
    expect(performance.now() - started).toBeGreaterThan(500);
  });
});
