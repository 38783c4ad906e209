import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, it } from 'vitest';
import { createTable } from '../../functions/adapters/dynamodb/table.ts';
import { startDynamoDbLocal } from '../../tools/dynamodb-local.ts';

export type LocalTables = { client: DynamoDBClient; endpoint: string; newTable: () => Promise<string> };

/**
 * Runs the suite against DynamoDB Local when this machine has Java and Maven; otherwise one skipped test says what is missing.
 * With them, anything that fails fails.
 */
export const withDynamoDbLocal = async (suite: (tables: LocalTables) => void): Promise<void> => {
  const local = await startDynamoDbLocal();
  if ('missing' in local) {
    it.skip(`DynamoDB: skipped, missing on this machine: ${local.missing}`, () => {});
    return;
  }
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: local.endpoint, region: 'ap-southeast-1', credentials });
  let tables = 0;
  const newTable = async () => {
    tables += 1;
    await createTable(client, `vanthu-${tables}`);
    return `vanthu-${tables}`;
  };
  afterAll(async () => {
    client.destroy();
    await local.stop();
  });
  suite({ client, endpoint: local.endpoint, newTable });
};
