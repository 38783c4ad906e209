import { type DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Key } from './items.ts';

const Item = z.looseObject({ pk: z.string(), sk: z.string() });
type Item = z.infer<typeof Item>;
type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** What a write demands of the item it replaces: not there yet, or at a version. */
export type Demand = 'absent' | { version: number };
export type Write = { put: Item; if: Demand } | { check: Key; if: Demand } | { delete: Key; if: Demand };

const BATCH = 100; // keys that one BatchGetItem takes

const condition = (demand: Demand) =>
  demand === 'absent'
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : { ConditionExpression: 'v = :v', ExpressionAttributeValues: { ':v': demand.version } };

const action = (table: string, write: Write): Action => {
  const of = { TableName: table, ...condition(write.if) };
  if ('put' in write) return { Put: { ...of, Item: write.put } };
  if ('check' in write) return { ConditionCheck: { ...of, Key: write.check } };
  return { Delete: { ...of, Key: write.delete } };
};

/** `conflict`: another transaction held an item at that moment; `condition`: the item is not as demanded. */
export type WriteFailure = 'condition' | 'conflict' | undefined;

/** Why each write of a cancelled transaction failed; throws again what is neither a condition nor a conflict (throttling, validation). */
const failures = (error: unknown): WriteFailure[] => {
  if (!(error instanceof TransactionCanceledException)) throw error;
  const found = (error.CancellationReasons ?? []).map(({ Code }): WriteFailure => {
    if (Code === 'ConditionalCheckFailed') return 'condition';
    return Code === 'TransactionConflict' ? 'conflict' : undefined;
  });
  if (!found.some((failure) => failure)) throw error;
  return found;
};

export type QueryRange = {
  index?: string;
  pk: string;
  from?: string;
  to?: string;
  descending?: boolean;
  limit?: number;
};

const rangeInput = (range: QueryRange) => {
  const pk = range.index ?? 'pk';
  const names = { '#pk': pk, ...(range.from === undefined ? {} : { '#sk': 'sk' }) };
  if (range.from === undefined) return { condition: '#pk = :pk', names, values: { ':pk': range.pk } };
  if (range.to === undefined)
    return { condition: '#pk = :pk AND #sk >= :from', names, values: { ':pk': range.pk, ':from': range.from } };
  const values = { ':pk': range.pk, ':from': range.from, ':to': range.to };
  return { condition: '#pk = :pk AND #sk BETWEEN :from AND :to', names, values };
};

/** Puts, deletes and checks conditioned on absence or version, and strongly consistent reads: all that the adapters ask of DynamoDB. */
export const tableAccess = (client: DynamoDBClient, table: string) => {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

  /** Pages of a range, read on until the caller stops; an empty page is no end. */
  async function* pages(range: QueryRange, after?: Key): AsyncGenerator<Item[]> {
    let start: Record<string, unknown> | undefined = after;
    const { condition: KeyConditionExpression, names, values } = rangeInput(range);
    do {
      const page = await documents.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression,
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
          ScanIndexForward: !range.descending,
          ConsistentRead: range.index === undefined,
          IndexName: range.index,
          Limit: range.limit,
          ExclusiveStartKey: start,
        }),
      );
      yield z.array(Item).parse(page.Items ?? []);
      start = page.LastEvaluatedKey;
    } while (start);
  }

  const batch = async (keys: readonly Key[]): Promise<Item[]> => {
    const found: Item[] = [];
    let request: BatchGetCommandInput['RequestItems'] = keys.length
      ? { [table]: { Keys: [...keys], ConsistentRead: true } }
      : {};
    while (Object.keys(request ?? {}).length > 0) {
      const answer: BatchGetCommandOutput = await documents.send(new BatchGetCommand({ RequestItems: request }));
      found.push(...z.array(Item).parse(answer.Responses?.[table] ?? []));
      request = answer.UnprocessedKeys ?? {};
    }
    return found;
  };

  return {
    documents,
    table,
    pages,
    get: async (key: Key): Promise<Item | undefined> => {
      const answer = await documents.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
      return answer.Item && Item.parse(answer.Item);
    },
    /** Those of the keys that exist, in no order; a key may be asked for twice. */
    getAll: async (keys: readonly Key[]): Promise<Item[]> => {
      const distinct = [...new Map(keys.map((key) => [`${key.pk}\n${key.sk}`, key])).values()];
      const found: Item[] = [];
      for (let at = 0; at < distinct.length; at += BATCH) found.push(...(await batch(distinct.slice(at, at + BATCH))));
      return found;
    },
    /** At most `limit` items of a range. */
    take: async (range: QueryRange & { limit: number }, after?: Key): Promise<Item[]> => {
      const found: Item[] = [];
      for await (const page of pages(range, after)) {
        found.push(...page);
        if (found.length >= range.limit) break;
      }
      return found.slice(0, range.limit);
    },
    /** All or nothing: undefined when done, else the failure of each write by its place. */
    transact: async (writes: readonly Write[]): Promise<WriteFailure[] | undefined> => {
      try {
        await documents.send(new TransactWriteCommand({ TransactItems: writes.map((write) => action(table, write)) }));
        return undefined;
      } catch (error) {
        return failures(error);
      }
    },
  };
};
export type TableAccess = ReturnType<typeof tableAccess>;
