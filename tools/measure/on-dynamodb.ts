import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoStore } from '../../functions/adapters/dynamodb/store.ts';
import { createTable } from '../../functions/adapters/dynamodb/table.ts';
import { dynamoViews } from '../../functions/adapters/dynamodb/views.ts';
import { startDynamoDbLocal } from '../dynamodb-local.ts';
import { type CampaignOptions, type NumberingResult, numberingCampaign } from './numbering.ts';

const TABLE = 'vanthu-campaign';

/** The numbering campaign on the production engine (DynamoDB Local stands in for DynamoDB), or what this machine lacks for it. */
export const dynamoCampaign = async (o: CampaignOptions): Promise<NumberingResult | { missing: string }> => {
  const local = await startDynamoDbLocal();
  if ('missing' in local) return local;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: local.endpoint, region: 'ap-southeast-1', credentials });
  try {
    await createTable(client, TABLE);
    return await numberingCampaign({
      ...o,
      engine: ({ realNow }) => ({
        store: dynamoStore({ client, table: TABLE, now: realNow }),
        views: { ...dynamoViews({ client, table: TABLE, now: realNow }), close: () => undefined },
      }),
    });
  } finally {
    client.destroy();
    await local.stop();
  }
};
