import { join } from 'node:path';
import type { Instant } from '../../shared/kernel/time.ts';
import { settableClock } from '../adapters/system/clock.ts';
import { type ApiClient, apiClient, type Exchange } from './api-client.ts';
import { composeOffice } from './compose.ts';
import { demoPeople, seedDemo } from './demo-office.ts';
import { holidays } from './holidays.ts';
import { type LocalPorts, type LocalPortsOptions, localPorts } from './local-ports.ts';
import { demoWorld } from './seed/demo-world.ts';
import { serveLocal } from './serve-local.ts';

export const DEMO_PIN = '246810';
const PUBLIC_URL = 'http://127.0.0.1:8080';

/** The demo office in this process, on a clock that stands where it is put: the printed journey, the stories and the campaigns. */
export const openDemo = async (o: {
  dataDir: string;
  /** Beside the data when absent: a temporary office. */
  anchorDir?: string;
  at: Instant;
  log?: (line: Record<string, unknown>) => void;
  watch?: (exchange: Exchange) => void;
  /** Another port in place of a local one: a story in which the time stamp authority is down, a count of store calls. */
  adapt?: (ports: LocalPorts) => LocalPorts;
  /** Another engine than the SQLite file. */
  engine?: LocalPortsOptions['engine'];
  /** Name in the relay's lease, and how long the lease outlives a process that died. */
  holder?: string;
  leaseSeconds?: number;
  /** The office was set up before: nothing is written and nothing waits for reactions. */
  isSetUp?: boolean;
}) => {
  const clock = settableClock(o.at);
  const local = localPorts({
    dataDir: o.dataDir,
    anchorDir: o.anchorDir ?? join(o.dataDir, 'anchors'),
    clock,
    demo: true,
    ...(o.engine === undefined ? {} : { engine: o.engine }),
  });
  const ports = o.adapt?.(local) ?? local;
  const log = o.log ?? ((line: Record<string, unknown>) => process.stderr.write(`${JSON.stringify(line)}\n`));
  const office = composeOffice(ports, {
    publicUrl: PUBLIC_URL,
    demo: true,
    holidays: holidays(),
    holder: o.holder ?? 'demo',
    ...(o.leaseSeconds === undefined ? {} : { leaseSeconds: o.leaseSeconds }),
    log,
  });
  const world = o.isSetUp === true ? demoWorld() : await seedDemo(ports, office, clock.now());
  const root = await serveLocal({
    ports,
    office,
    dataDir: o.dataDir,
    publicUrl: PUBLIC_URL,
    log,
    identity: { kind: 'demo', people: demoPeople(world), pin: DEMO_PIN },
  });
  const options = {
    fetch: async (request: Request) => root.fetch(request),
    baseUrl: PUBLIC_URL,
    pin: DEMO_PIN,
    ...(o.watch === undefined ? {} : { watch: o.watch }),
  };
  /** Signed in as that person. */
  const as = async (person: string): Promise<ApiClient> => {
    const client = apiClient(options, person);
    await client.signIn();
    return client;
  };
  return {
    clock,
    ports,
    office,
    world,
    root,
    as,
    /** Reactions and views have caught up with everything stored. */
    settle: async (): Promise<void> => {
      await office.relay.drain();
      await ports.search.refresh();
    },
    close: () => ports.close(),
  };
};
export type OpenDemo = Awaited<ReturnType<typeof openDemo>>;
