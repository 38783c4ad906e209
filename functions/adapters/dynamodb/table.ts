import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';

/** Commits whose events the feed has not taken up yet: sparse, so it is empty whenever the relay keeps pace. */
export const OUTBOX_INDEX = 'outbox';
/** Seconds since the epoch; DynamoDB removes such items some days later, the adapters treat them as absent at once. */
export const TTL_ATTRIBUTE = 'ttl';

/** The one table, as data: infrastructure builds the production table from the same definition. */
export const tableDefinition = {
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'outbox', AttributeType: 'S' },
    { AttributeName: 'outboxAt', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: OUTBOX_INDEX,
      KeySchema: [
        { AttributeName: 'outbox', KeyType: 'HASH' },
        { AttributeName: 'outboxAt', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
} satisfies Omit<CreateTableCommandInput, 'TableName'>;

/** For tests and a developer's machine; production tables belong to the infrastructure. */
export const createTable = async (client: DynamoDBClient, table: string): Promise<void> => {
  await client.send(new CreateTableCommand({ ...tableDefinition, TableName: table }));
  await waitUntilTableExists({ client, maxWaitTime: 30 }, { TableName: table });
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: table,
      TimeToLiveSpecification: { AttributeName: TTL_ATTRIBUTE, Enabled: true },
    }),
  );
};
