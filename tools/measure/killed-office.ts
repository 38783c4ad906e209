import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { Store } from '../../functions/ports/store.ts';

const Ready = z.object({ port: z.number() });
/** A dead process's lease on the reactions; a real office waits up to 30 s, which would only make the campaign longer. */
export const LEASE_SECONDS = 1;
/** Nothing listens on the discard port: what is sent while the office is down fails at once. */
const NOBODY = 9;

/** One office after another on the same data directory. */
export const killableOffice = (dataDir: string) => {
  let child: ChildProcess | undefined;
  let port = NOBODY;
  let errors = '';
  const start = (): void => {
    const started = fork(
      new URL('./issuing-child.ts', import.meta.url),
      [JSON.stringify({ dataDir, leaseSeconds: LEASE_SECONDS })],
      { execArgv: ['--disable-warning=ExperimentalWarning'], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
    );
    child = started;
    started.on('message', (message) => {
      if (child === started) port = Ready.parse(message).port;
    });
    started.stderr?.on('data', (chunk) => {
      errors = `${errors}${String(chunk)}`.slice(-4_000);
    });
  };
  const gone = (one: ChildProcess): Promise<void> =>
    new Promise((resolve) => {
      if (one.exitCode !== null || one.signalCode !== null) resolve();
      else one.once('exit', () => resolve());
    });
  const mustBeAlive = (): void => {
    if (child === undefined || (child.exitCode !== null && child.exitCode !== 0))
      throw new Error(`the office ended by itself: ${errors}`);
  };
  return {
    port: () => port,
    isServing: () => port !== NOBODY,
    mustBeAlive,
    start,
    /** SIGKILL: no handler, no flush, no goodbye. */
    kill: async (): Promise<void> => {
      mustBeAlive();
      port = NOBODY;
      if (child === undefined) return;
      child.kill('SIGKILL');
      await gone(child);
      port = NOBODY; // its last word may have come after the kill
    },
    finish: async (): Promise<void> => {
      mustBeAlive();
      child?.send('finish');
      if (child !== undefined) await gone(child);
      if (child?.exitCode !== 0) throw new Error(`the office did not finish: ${errors}`);
    },
    errors: () => errors,
  };
};
export type KillableOffice = ReturnType<typeof killableOffice>;

const POLL_MS = 20;

/** How many events of documents the store has taken since it was first asked, read beside the office from the same file. */
export const progressOf = (store: Store) => {
  let cursor: string | undefined;
  let events = 0;
  const read = async (): Promise<number> => {
    for (;;) {
      const changes = await store.changes(cursor, 500);
      events += changes.filter(({ ref }) => ref.aggregate === 'document').length;
      cursor = changes.at(-1)?.cursor ?? cursor;
      if (changes.length < 500) return events;
    }
  };
  let from = 0;
  return {
    begin: async (): Promise<void> => {
      from = await read();
    },
    /** Waits until so many events are stored, looking after the office meanwhile. */
    reach: async (wanted: number, alive: () => void): Promise<void> => {
      while ((await read()) - from < wanted) {
        alive();
        await pause(POLL_MS);
      }
    },
  };
};
