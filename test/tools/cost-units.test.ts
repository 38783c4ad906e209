import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTable } from '../../functions/adapters/dynamodb/table.ts';
import { tableAccess } from '../../functions/adapters/dynamodb/table-access.ts';
import { countTable } from '../../tools/cost/counted-table.ts';
import { measureUnits } from '../../tools/cost/measure.ts';
import committed from '../../tools/cost/units.json' with { type: 'json' };
import { difference, KINDS, NOTHING, Units, type Usage } from '../../tools/cost/usage.ts';
import { type DynamoDbLocal, startDynamoDbLocal } from '../../tools/dynamodb-local.ts';

/** Signatures and PDFs differ by some bytes from run to run; everything else is the same each time. */
const BAND = 0.01;
const VARY: readonly (keyof Usage)[] = ['bytesOut'];

const local: DynamoDbLocal = await startDynamoDbLocal();
if ('missing' in local) it.skip(`cost units: skipped, missing on this machine: ${local.missing}`, () => {});
else withDynamoDb(local);

function withDynamoDb({ endpoint, stop }: { endpoint: string; stop: () => Promise<void> }): void {
  const dataDir = mkdtempSync(join(tmpdir(), 'vanthu-cost-'));
  afterAll(async () => {
    rmSync(dataDir, { recursive: true, force: true });
    await stop();
  });
  describe('what a document uses of the platform', () => unitsAsCommitted({ endpoint, dataDir }));
  describe('capacity as AWS bills it', () => capacityByTheRules(endpoint));
}

function unitsAsCommitted(o: { endpoint: string; dataDir: string }): void {
  const known = Units.parse(committed);
  let measured: Units;
  beforeAll(async () => {
    measured = await measureUnits(o);
  }, 120_000);

  const same = (name: string, of: (units: Units) => Usage): void =>
    it(`${name} uses what units.json says; after a change that is meant: npm run cost -- --measure`, () => {
      const [now, then] = [of(measured), of(known)];
      const exact = (usage: Usage) =>
        Object.fromEntries(KINDS.filter((kind) => !VARY.includes(kind)).map((kind) => [kind, usage[kind]]));
      expect(exact(now)).toEqual(exact(then));
      for (const kind of VARY) expect(Math.abs(now[kind] - then[kind])).toBeLessThanOrEqual(then[kind] * BAND);
    });
  same('a document from draft to delivery', (units) => units.document);
  same('each further recipient', (units) => units.recipient);
  same('a sign-in', (units) => units.looks.signIn);
  same('a look at the inbox', (units) => units.looks.inbox);
  same('opening a document', (units) => units.looks.open);
  same('taking the PDF', (units) => units.looks.pdf);
  same('a search', (units) => units.looks.search);
  same('a public check', (units) => units.looks.verify);
  same('a round of the sweep', (units) => units.background.sweep);
  same('a daily anchor of nothing', (units) => units.background.anchor);

  it('a document leaves as many bytes behind as before', () => {
    const bytes = ({ stored }: Units) => [...Object.values(stored.document), stored.recipient];
    const [now, then] = [bytes(measured), bytes(known)];
    now.forEach((size, index) => {
      expect(Math.abs(size - (then[index] ?? 0))).toBeLessThanOrEqual((then[index] ?? 0) * BAND);
    });
    expect(measured.recipients).toBe(known.recipients);
  });
}

/** 1.5 KB: two units to write, one to read. */
const big = 'x'.repeat(1_500);

function capacityByTheRules(endpoint: string): void {
  const TABLE = 'vanthu-capacity';
  const settings = {
    endpoint,
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const [client, probe] = [new DynamoDBClient(settings), new DynamoDBClient(settings)];
  const into: Usage = { ...NOTHING };
  const documents = DynamoDBDocumentClient.from(client);
  const access = tableAccess(client, TABLE);
  beforeAll(async () => {
    await createTable(client, TABLE);
    countTable(client, { probe, table: TABLE, into });
  });
  afterAll(() => {
    client.destroy();
    probe.destroy();
  });
  const used = async (work: () => Promise<unknown>): Promise<{ write: number; read: number }> => {
    const before = { ...into };
    await work();
    const { tableWrites, tableReads } = difference(into, before);
    return { write: tableWrites, read: tableReads };
  };
  const item = (sk: string, more: Record<string, unknown> = {}) => ({ pk: 'a', sk, v: 1, ...more });

  it('a write costs a unit for each KB, in a transaction two', async () => {
    const put = new PutCommand({ TableName: TABLE, Item: item('1', { big }) });
    expect(await used(() => documents.send(put))).toEqual({ write: 2, read: 0 });
    expect(await used(() => access.transact([{ put: item('2', { big }), if: 'absent' }]))).toEqual({
      write: 4,
      read: 0,
    });
  });
  it('a pending mark costs its index a write, and another when it goes', async () => {
    const pending = item('3', { outbox: 'pending', outboxAt: '1' });
    expect(await used(() => access.transact([{ put: pending, if: 'absent' }]))).toEqual({ write: 4, read: 0 });
    expect(await used(() => access.transact([{ put: item('3'), if: { version: 1 } }]))).toEqual({ write: 4, read: 0 });
  });
  it('a check beside a write costs like writing what it looks at, and a refused transaction a unit for each action', async () => {
    const check = { check: { pk: 'a', sk: '1' }, if: { version: 1 } } as const;
    expect((await used(() => access.transact([check, { put: item('4'), if: 'absent' }]))).write).toBe(4 + 2);
    expect((await used(() => access.transact([check, { put: item('4'), if: 'absent' }]))).write).toBe(4 + 2);
  });
  it('a strongly consistent read costs a unit for 4 KB, found or not', async () => {
    const key = (sk: string) => ({ pk: 'a', sk });
    expect(await used(() => access.get(key('1')))).toEqual({ write: 0, read: 1 });
    expect(await used(() => access.getAll([key('1'), key('2'), key('missing')]))).toEqual({ write: 0, read: 3 });
    const query = new QueryCommand({
      TableName: TABLE,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'nothing' },
      ConsistentRead: true,
    });
    expect(await used(() => documents.send(query))).toEqual({ write: 0, read: 1 });
    expect(await used(() => documents.send(new GetCommand({ TableName: TABLE, Key: key('1') })))).toEqual({
      write: 0,
      read: 0.5,
    });
  });
}
