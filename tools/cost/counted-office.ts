import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoStore } from '../../functions/adapters/dynamodb/store.ts';
import { createTable } from '../../functions/adapters/dynamodb/table.ts';
import { dynamoViews } from '../../functions/adapters/dynamodb/views.ts';
import { mayNotify, notifyHandler } from '../../functions/app/notify/handler.ts';
import { makeNotices } from '../../functions/app/notify/notices.ts';
import type { ChangeHandler, RelayFailure } from '../../functions/app/project/relay-lane.ts';
import { makePush } from '../../functions/app/project/relay-push.ts';
import { makeTurns } from '../../functions/app/project/relay-turn.ts';
import { movesIssuing } from '../../functions/app/react/issuing.ts';
import { apiClient } from '../../functions/entry/api-client.ts';
import { contracts } from '../../functions/entry/compose.ts';
import { DEMO_PIN, type OpenDemo, openDemo } from '../../functions/entry/open-demo.ts';
import { functionOf } from '../../functions/platform.ts';
import type { Change } from '../../functions/ports/store.ts';
import { EventBody } from '../../shared/kernel/event-record.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { countedPorts, type Kept } from './counted-ports.ts';
import { countTable, tableBytes } from './counted-table.ts';
import { difference, NOTHING, type Usage } from './usage.ts';

const TABLE = 'vanthu-cost';
const PUBLIC_URL = 'http://127.0.0.1:8080';
const DAY = Instant.parse('2023-09-14T02:10:00.000Z');

const routes = contracts.map(({ name, method, path }) => ({
  name,
  method,
  path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));
type Answering = 'api' | 'render' | 'sign' | 'search' | 'inspect';
/** Which function would answer; undefined for the demo's identity provider, which is no part of the platform. */
const answering = ({ method, url }: Request): Answering | undefined => {
  const { pathname } = new URL(url);
  if (pathname.startsWith('/oidc/')) return undefined;
  const row = routes.find((one) => one.method === method && one.path.test(pathname));
  const name = row === undefined ? 'api' : functionOf(row.name);
  return name === 'render' || name === 'sign' || name === 'search' ? name : 'api';
};

const countedFetch =
  (fetch: (request: Request) => Response | Promise<Response>, into: Usage) =>
  async (request: Request): Promise<Response> => {
    const name = answering(request);
    const response = await fetch(request);
    if (name === undefined) return response;
    into[name] += 1;
    into.bytesOut += (await response.clone().arrayBuffer()).byteLength;
    return response;
  };

/** Everything counted so far; `delivered` = recipients that a document has gone to. */
type Tally = { into: Usage; delivered: number };

/** What the relay of the table's stream does with the changes that have come, and the queues behind it (functions/entry/aws/push.ts, issue.ts, mail.ts). */
const makeCarry = (opened: OpenDemo, changes: Change[], tally: Tally) => {
  const { office, ports } = opened;
  const { store, views, files, clock } = ports;
  const [toIssue, toMail]: [Change[], Change[]] = [[], []];
  const queue = (name: string, wants: (change: Change) => boolean, into: Change[]): ChangeHandler => ({
    name,
    handle: async (change) => {
      if (wants(change)) into.push(change);
    },
  });
  const report = (failure: RelayFailure): never => {
    throw new Error(`${failure.handler} failed on ${failure.stream}: ${failure.cause}`);
  };
  const issues = (change: Change): boolean => movesIssuing(change) || office.endsWithAnchor(change);
  const handlers = [office.projector, queue('issuing', issues, toIssue), queue('notify', mayNotify, toMail)];
  const turns = makeTurns({ views, holder: 'relay', seconds: 150, patience: 1_000 });
  const { push } = makePush({ store, views, handlers, turns, report });
  const notify = notifyHandler({
    notices: makeNotices({ store, views, clock, publicUrl: PUBLIC_URL }),
    notifier: { send: async () => 'sent' },
    files,
    views,
    clock,
    log: () => undefined,
  });
  // A message carries an address only.
  const read = (change: Change) => store.history(change.ref, change.event.seq, 1);
  const issue = async (change: Change): Promise<void> => {
    tally.into.issuing += 1;
    await read(change);
    if (movesIssuing(change)) await office.issuing.handle(change);
    if (office.endsWithAnchor(change)) await office.anchor('issue');
  };
  const mail = async (change: Change): Promise<void> => {
    tally.into.mailMessages += 1;
    await read(change);
    await notify.handle(change);
  };
  const isDelivery = ({ event }: Change): boolean =>
    EventBody.parse(JSON.parse(event.bytes)).event.type === 'ItemDelivered';
  return async (): Promise<void> => {
    while (changes.length + toIssue.length + toMail.length > 0) {
      const batch = changes.splice(0);
      tally.delivered += batch.filter(isDelivery).length;
      await push(batch.map((change, index) => ({ kind: 'change', sequenceNumber: String(index), change })));
      for (const change of toIssue.splice(0)) await issue(change);
      for (const change of toMail.splice(0)) await mail(change);
    }
  };
};

const bytesIn = (kept: ReadonlyMap<string, number>): number =>
  [...kept.values()].reduce((total, size) => total + size, 0);

/** The demo office on DynamoDB Local, driven as AWS would drive it, with everything counted. */
export const openCounted = async (o: { endpoint: string; dataDir: string }) => {
  const settings = {
    endpoint: o.endpoint,
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const [client, probe] = [new DynamoDBClient(settings), new DynamoDBClient(settings)];
  await createTable(client, TABLE);
  const into: Usage = { ...NOTHING };
  const kept: Kept = { files: new Map(), archive: new Map() };
  const changes: Change[] = [];
  const opened = await openDemo({
    dataDir: o.dataDir,
    at: DAY,
    adapt: countedPorts({ into, kept, onChange: (change) => changes.push(change) }),
    engine: ({ realNow }) => ({
      store: dynamoStore({ client, table: TABLE, now: realNow }),
      views: { ...dynamoViews({ client, table: TABLE, now: realNow }), close: () => undefined },
    }),
  });
  // Setting up is no part of a document's life, nor is the first anchor, which reads all that was set up.
  changes.length = 0;
  await opened.office.anchor('daily');
  countTable(client, { probe, table: TABLE, into });
  const tally: Tally = { into, delivered: 0 };
  const settle = makeCarry(opened, changes, tally);
  const fetch = countedFetch(opened.root.fetch, into);
  const browser = (person: string) => apiClient({ fetch, baseUrl: PUBLIC_URL, pin: DEMO_PIN }, person);
  /** What `work` uses, with all that follows from it. */
  const during = async <T>(work: () => Promise<T>): Promise<{ value: T; usage: Usage }> => {
    const before = { ...into };
    const value = await work();
    await settle();
    return { value, usage: difference(into, before) };
  };
  const close = async () => {
    await opened.close();
    client.destroy();
    probe.destroy();
  };
  /** Bytes that lie in the table and the buckets now. */
  const lying = async () => ({
    table: await tableBytes(probe, TABLE),
    files: bytesIn(kept.files),
    archive: bytesIn(kept.archive),
  });
  return { opened, tally, kept, during, settle, browser, lying, close };
};
export type Counted = Awaited<ReturnType<typeof openCounted>>;
