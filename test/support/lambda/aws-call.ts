import * as z from 'zod';

/** One permission that a request to AWS needs. */
export type Need = {
  /** `dynamodb:PutItem`, as policies write it. */
  action: string;
  /** By the names of the test: `table/x`, `table/x/index/y`, `bucket`, `bucket/key`, a queue, an alias or key id, an ARN, `identity/address`. */
  resource: string;
  /** Partition keys that the request names, for `dynamodb:LeadingKeys`. */
  leadingKeys?: string[];
};
export type Exchange = {
  method: string;
  /** Path and query, as sent. */
  url: string;
  headers: Readonly<Record<string, string | undefined>>;
  body: string;
  answer: { status: number; headers: Readonly<Record<string, string | string[] | undefined>> };
};

const Text = z.object({ S: z.string() });
const Keyed = z.looseObject({ pk: Text });
const OfTable = z.looseObject({ TableName: z.string() });
const item = (action: string, table: string, key: z.infer<typeof Keyed>): Need => ({
  action: `dynamodb:${action}`,
  resource: `table/${table}`,
  leadingKeys: [key.pk.S],
});

const PutOf = OfTable.extend({ Item: Keyed });
const KeyOf = OfTable.extend({ Key: Keyed });
const Query = OfTable.extend({
  IndexName: z.string().optional(),
  KeyConditionExpression: z.string(),
  ExpressionAttributeValues: z.record(z.string(), z.unknown()),
});
const Transaction = z.object({
  TransactItems: z.array(
    z.object({ Put: PutOf.optional(), ConditionCheck: KeyOf.optional(), Delete: KeyOf.optional() }).strict(),
  ),
});
const BatchGet = z.object({ RequestItems: z.record(z.string(), z.object({ Keys: z.array(Keyed) })) });

const queryNeed = (body: unknown): Need => {
  const { TableName, IndexName, KeyConditionExpression, ExpressionAttributeValues } = Query.parse(body);
  const [, name = ''] = /^\S+ = (:\w+)/.exec(KeyConditionExpression) ?? [];
  const index = IndexName === undefined ? '' : `/index/${IndexName}`;
  return {
    action: 'dynamodb:Query',
    resource: `table/${TableName}${index}`,
    leadingKeys: [Text.parse(ExpressionAttributeValues[name]).S],
  };
};

/** A transaction and a batch are allowed item by item, under the names of the single acts. */
const DYNAMODB: Readonly<Record<string, (body: unknown) => Need[]>> = {
  GetItem: (body) => [KeyOf.parse(body)].map((one) => item('GetItem', one.TableName, one.Key)),
  PutItem: (body) => [PutOf.parse(body)].map((one) => item('PutItem', one.TableName, one.Item)),
  Query: (body) => [queryNeed(body)],
  BatchGetItem: (body) =>
    Object.entries(BatchGet.parse(body).RequestItems).flatMap(([table, { Keys }]) =>
      Keys.map((key) => item('BatchGetItem', table, key)),
    ),
  TransactWriteItems: (body) =>
    Transaction.parse(body).TransactItems.flatMap(({ Put, ConditionCheck, Delete }) => [
      ...(Put === undefined ? [] : [item('PutItem', Put.TableName, Put.Item)]),
      ...(ConditionCheck === undefined
        ? []
        : [item('ConditionCheckItem', ConditionCheck.TableName, ConditionCheck.Key)]),
      ...(Delete === undefined ? [] : [item('DeleteItem', Delete.TableName, Delete.Key)]),
    ]),
};

const ToQueue = z.looseObject({ QueueUrl: z.string() });
const OfKey = z.looseObject({ KeyId: z.string() });
const OfSecret = z.looseObject({ SecretId: z.string() });
const SENDING: Readonly<Record<string, string>> = {
  SendMessage: 'sqs:SendMessage',
  SendMessageBatch: 'sqs:SendMessage',
};

const jsonNeeds = (service: string, operation: string, body: unknown): Need[] => {
  if (service === 'dynamodb')
    return DYNAMODB[operation]?.(body) ?? [{ action: `dynamodb:${operation}`, resource: '?' }];
  if (service === 'sqs') {
    const resource = ToQueue.parse(body).QueueUrl.split('/').at(-1) ?? '';
    return [{ action: SENDING[operation] ?? `sqs:${operation}`, resource }];
  }
  const action = `${service}:${operation}`;
  if (service === 'kms') return [{ action, resource: OfKey.parse(body).KeyId }];
  return [{ action, resource: OfSecret.parse(body).SecretId }];
};

const Mail = z.looseObject({ FromEmailAddress: z.string() });
const mailNeeds = ({ method, url, body }: Exchange): Need[] => {
  if (method !== 'POST' || url !== '/v2/email/outbound-emails')
    return [{ action: `ses:${method} ${url}`, resource: '?' }];
  const from = Mail.parse(JSON.parse(body)).FromEmailAddress;
  return [{ action: 'ses:SendEmail', resource: `identity/${/<(.+)>$/.exec(from)?.[1] ?? from}` }];
};

const NOT_FOUND = 404;
const deletedKeys = (body: string): string[] => [...body.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key);

const bucketNeeds = ({ method, body }: Exchange, bucket: string, query: URLSearchParams): Need[] => {
  if (method === 'GET' && query.get('list-type') === '2') return [{ action: 's3:ListBucket', resource: bucket }];
  if (method === 'GET' && query.has('versions')) return [{ action: 's3:ListBucketVersions', resource: bucket }];
  if (method === 'POST' && query.has('delete'))
    return deletedKeys(body).map((key) => ({ action: 's3:DeleteObject', resource: `${bucket}/${key}` }));
  return [{ action: `s3:${method} ${[...query.keys()].join()}`, resource: bucket }];
};

const writingNeeds = ({ headers }: Exchange, query: URLSearchParams): string[] => {
  if (query.has('retention')) return ['s3:PutObjectRetention'];
  const locks = headers['x-amz-object-lock-mode'] === undefined ? [] : ['s3:PutObjectRetention'];
  return ['s3:PutObject', ...locks, ...(headers['if-match'] === undefined ? [] : ['s3:GetObject'])];
};

const readingNeeds = ({ method, answer }: Exchange, query: URLSearchParams): string[] => {
  const reading = query.has('versionId') ? 's3:GetObjectVersion' : 's3:GetObject';
  // The end of a lock is told only to those who may read it; nobody refuses the rest of the answer for that.
  const locked = method === 'HEAD' && answer.headers['x-amz-object-lock-mode'] !== undefined;
  return [reading, ...(locked ? ['s3:GetObjectRetention'] : [])];
};

const objectNeeds = (exchange: Exchange): Need[] => {
  const { pathname, searchParams } = new URL(exchange.url, 'http://s3');
  const [, bucket = '', key = ''] = /^\/([^/]+)\/?(.*)$/s.exec(decodeURIComponent(pathname)) ?? [];
  if (key === '') return bucketNeeds(exchange, bucket, searchParams);
  const resource = `${bucket}/${key}`;
  if (exchange.method === 'PUT') return writingNeeds(exchange, searchParams).map((action) => ({ action, resource }));
  if (exchange.method !== 'GET' && exchange.method !== 'HEAD') return [{ action: `s3:${exchange.method}`, resource }];
  // Without this S3 says "forbidden" of what is not there, and the adapters would take that for a fault.
  const absent = exchange.answer.status === NOT_FOUND ? [{ action: 's3:ListBucket', resource: bucket }] : [];
  return [...readingNeeds(exchange, searchParams).map((action) => ({ action, resource })), ...absent];
};

/** The service that a request was signed for, by header or in the address itself. */
export const serviceOf = ({ url, headers }: Pick<Exchange, 'url' | 'headers'>): string => {
  const presigned = new URL(url, 'http://aws').searchParams.get('X-Amz-Credential');
  const scope = presigned ?? /Credential=([^,]+)/.exec(headers.authorization ?? '')?.[1] ?? '';
  return scope.split('/')[3] ?? 'unsigned';
};

/** What a policy must allow for this request, by the services' own list of actions; what is not known here becomes an action that nothing allows. */
export const needsOf = (exchange: Exchange): Need[] => {
  const service = serviceOf(exchange);
  if (service === 's3') return objectNeeds(exchange);
  if (service === 'ses') return mailNeeds(exchange);
  const operation = exchange.headers['x-amz-target']?.split('.').at(-1) ?? exchange.url;
  return jsonNeeds(service, operation, JSON.parse(exchange.body));
};
