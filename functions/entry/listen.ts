import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { officeDate } from '../../shared/kernel/time.ts';
import { pause } from '../app/project/relay-lane.ts';
import type { LocalConfig } from '../config.ts';
import type { Clock } from '../ports/clock.ts';
import type { Office } from './compose.ts';
import type { MachinePorts } from './serve-options.ts';

export type Listening = {
  config: LocalConfig;
  office: Office;
  ports: MachinePorts;
  root: Hono;
  clock: Clock;
  log: (line: Record<string, unknown>) => void;
};
export type Listen = (o: Listening) => Promise<void>;

/** Sweep every minute; one anchor each day; both go on after a failure, which is logged. */
const keepGoing = ({ office, clock, log }: Listening): (() => void) => {
  let anchoredOn = '';
  const once = async (): Promise<void> => {
    const today = officeDate(clock.now());
    await office.sweep();
    if (today === anchoredOn) return;
    await office.anchor('daily');
    anchoredOn = today;
  };
  const tick = () =>
    void once().catch((error: unknown) => log({ level: 'error', event: 'sweep-failed', cause: String(error) }));
  tick();
  const timer = setInterval(tick, 60_000);
  return () => clearInterval(timer);
};

/** A mail server may keep a message waiting for half a minute; whatever was not marked as sent goes out after the next start. */
const MAIL_MILLISECONDS = 3_000;

/** Serves until a signal; then stops taking work, lets the relay finish its change, and closes the stores. */
export const listen: Listen = async (o) => {
  const stopRelay = new AbortController();
  const running = o.office.relay.run(stopRelay.signal);
  const mailing = o.office.mail?.run(stopRelay.signal);
  const stopSweep = keepGoing(o);
  const server = serve({ fetch: o.root.fetch, port: o.config.PORT, hostname: o.config.HOST });
  const stop = async () => {
    stopSweep();
    stopRelay.abort();
    server.close();
    await running;
    if (mailing !== undefined) await Promise.race([mailing, pause(MAIL_MILLISECONDS)]);
    await o.ports.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
};
