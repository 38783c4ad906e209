import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { dynamoViews } from '../../functions/adapters/dynamodb/views.ts';
import { sqliteViews } from '../../functions/adapters/sqlite/views.ts';
import { withDynamoDbLocal } from '../support/dynamodb-local.ts';
import { clockAt, viewsContract } from './views.contract.ts';

const directory = mkdtempSync(join(tmpdir(), 'vanthu-views-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

viewsContract('SQLite', async () => {
  const clock = clockAt();
  return { clock, views: sqliteViews({ file: join(directory, 'views.sqlite'), now: () => clock.now }) };
});

await withDynamoDbLocal(({ client, newTable }) => {
  viewsContract('DynamoDB', async () => {
    const clock = clockAt();
    return { clock, views: dynamoViews({ client, table: await newTable(), now: () => clock.now }) };
  });
});
