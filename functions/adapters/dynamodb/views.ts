import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, type BatchWriteCommandOutput, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { milliseconds } from '../../../shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ViewRow, Views, ViewWrite } from '../../ports/views.ts';
import { MARK_SECONDS, pageOf, rangeOf, rowKey, type ViewQuery } from '../view-query.ts';
import type { Key } from './items.ts';
import { TTL_ATTRIBUTE } from './table.ts';
import { type TableAccess, tableAccess } from './table-access.ts';

/** Lists stand beside the streams in the one table, told apart by this prefix. */
const LIST = 'v#';
const CHECKPOINT = 'v!checkpoint';
const LEASE = 'l!lease';
// Rows get a prefix of their own, so that an empty bound is a valid key and `r$` is the first key behind all of them.
const itemKey = (pk: string, sk: string): Key => ({ pk: LIST + pk, sk: `r#${sk}` });
const END = 'r$';

/** `data` absent marks a removed row. */
const RowItem = z.object({ sk: z.string(), data: z.string().optional() });
const CheckpointItem = z.object({ cursor: z.string() });

type ConditionalPut = { item: Record<string, unknown>; condition: string; values: Record<string, unknown> };

/** True when stored, false when the condition stood against it. */
const putIf = async (table: TableAccess, { item, condition, values }: ConditionalPut): Promise<boolean> => {
  try {
    await table.documents.send(
      new PutCommand({
        TableName: table.table,
        Item: item,
        ConditionExpression: `attribute_not_exists(pk) OR ${condition}`,
        ExpressionAttributeValues: values,
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};

const putRow = (table: TableAccess, write: ViewWrite, now: number): Promise<boolean> => {
  const { pk, sk } = rowKey(write);
  const content =
    write.op === 'put' ? { data: JSON.stringify(write.row.data ?? null) } : { [TTL_ATTRIBUTE]: now + MARK_SECONDS };
  const item = { ...itemKey(pk, sk), v: write.version, ...content };
  return putIf(table, { item, condition: 'v <= :v', values: { ':v': write.version } });
};

const CONCURRENT = 8;

/** Rows side by side; writes to one row one after the other, in the order given. */
const apply = async (table: TableAccess, writes: readonly ViewWrite[], now: number): Promise<void> => {
  const rows = [...Map.groupBy(writes, (write) => JSON.stringify(rowKey(write))).values()];
  const worker = async (): Promise<void> => {
    for (let own = rows.shift(); own; own = rows.shift()) {
      for (const write of own) await putRow(table, write, now);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, worker));
};

const query = async (table: TableAccess, asked: ViewQuery): Promise<Awaited<ReturnType<Views['query']>>> => {
  const range = rangeOf(asked);
  if (!range) return { rows: [] };
  const { pk, sk: from } = itemKey(asked.pk, range.from);
  // BETWEEN takes in its upper end, so the row at `before` itself is left out here.
  const to = range.before === undefined ? END : itemKey(asked.pk, range.before).sk;
  const start = range.after === undefined ? undefined : itemKey(asked.pk, range.after);
  const found: ViewRow[] = [];
  const limit = asked.limit + 2;
  for await (const page of table.pages({ pk, from, to, limit, descending: asked.descending === true }, start)) {
    for (const item of page) {
      const { sk, data } = RowItem.parse(item);
      if (data !== undefined && sk !== to) found.push({ pk: asked.pk, sk: sk.slice(2), data: JSON.parse(data) });
    }
    if (found.length > asked.limit) break;
  }
  return pageOf(asked, found);
};

const DELETES = 25; // what one BatchWriteItem takes

const remove = async (table: TableAccess, keys: readonly Key[]): Promise<void> => {
  let requests: BatchWriteCommandOutput['UnprocessedItems'] = {
    [table.table]: keys.map((key) => ({ DeleteRequest: { Key: key } })),
  };
  while (Object.values(requests ?? {}).some((list) => list.length > 0)) {
    const answer: BatchWriteCommandOutput = await table.documents.send(
      new BatchWriteCommand({ RequestItems: requests }),
    );
    requests = answer.UnprocessedItems;
  }
};

/** Reads the whole table once: a rebuild is rare, and an index over every row would be paid for at every write. */
const clear = async (table: TableAccess): Promise<void> => {
  const scan = {
    TableName: table.table,
    FilterExpression: 'begins_with(pk, :list) OR pk = :checkpoint',
    ExpressionAttributeValues: { ':list': LIST, ':checkpoint': CHECKPOINT },
    ProjectionExpression: 'pk, sk',
    ConsistentRead: true,
  };
  const Keys = z.array(z.object({ pk: z.string(), sk: z.string() }));
  for await (const page of paginateScan({ client: table.documents }, scan)) {
    const keys = Keys.parse(page.Items ?? []);
    for (let at = 0; at < keys.length; at += DELETES) await remove(table, keys.slice(at, at + DELETES));
  }
};

/** Read models in the one DynamoDB table. */
export const dynamoViews = (options: { client: DynamoDBClient; table: string } & Clock): Views => {
  const table = tableAccess(options.client, options.table);
  const now = (): number => milliseconds(options.now());
  return {
    get: async (pk, sk) => {
      const item = await table.get(itemKey(pk, sk));
      const data = item && RowItem.parse(item).data;
      return data === undefined ? undefined : JSON.parse(data);
    },
    query: (asked) => query(table, asked),
    apply: (writes) => apply(table, writes, Math.floor(now() / 1000)),
    checkpoint: async (name) => {
      const item = await table.get({ pk: CHECKPOINT, sk: name });
      return item && CheckpointItem.parse(item).cursor;
    },
    saveCheckpoint: async (name, cursor) => {
      const Item = { pk: CHECKPOINT, sk: name, cursor };
      await table.documents.send(new PutCommand({ TableName: table.table, Item }));
    },
    lease: (name, holder, seconds) => {
      const item = { pk: LEASE, sk: name, holder, freeFrom: now() + seconds * 1000 };
      return putIf(table, {
        item,
        condition: 'holder = :holder OR freeFrom <= :now',
        values: { ':holder': holder, ':now': now() },
      });
    },
    clear: () => clear(table),
  };
};
