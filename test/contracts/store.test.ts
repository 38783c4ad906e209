import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { dynamoStore } from '../../functions/adapters/dynamodb/store.ts';
import { sqliteStore } from '../../functions/adapters/sqlite/store.ts';
import { withDynamoDbLocal } from '../support/dynamodb-local.ts';
import { storeContract } from './store.contract.ts';
import { clockAt } from './store-acts.ts';
import { storeReadingContract } from './store-reading.contract.ts';

const directory = mkdtempSync(join(tmpdir(), 'vanthu-store-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let files = 0;
const openSqlite = async () => {
  const clock = clockAt();
  files += 1;
  return { clock, store: sqliteStore({ file: join(directory, `${files}.sqlite`), now: () => clock.now }) };
};
storeContract('SQLite', openSqlite);
storeReadingContract('SQLite', openSqlite);

await withDynamoDbLocal(({ client, newTable }) => {
  const openDynamo = async () => {
    const clock = clockAt();
    return { clock, store: dynamoStore({ client, table: await newTable(), now: () => clock.now }) };
  };
  storeContract('DynamoDB', openDynamo);
  storeReadingContract('DynamoDB', openDynamo);
});
