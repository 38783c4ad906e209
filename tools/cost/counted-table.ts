import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Usage } from './usage.ts';

const UNIT_BYTES = 1024;
const text = (value: string): number => Buffer.byteLength(value, 'utf8');

/** Size of a value as DynamoDB bills it: UTF-8 text, two digits a byte, three bytes for a list or map and one for each member. */
const valueBytes = (value: unknown): number => {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  if (Array.isArray(value)) return value.reduce((total: number, one) => total + 1 + valueBytes(one), 3);
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).reduce((total, [name, one]) => total + 1 + text(name) + valueBytes(one), 3);
  return 1;
};
/** Size of an item: names and values of its attributes. */
export const itemBytes = (item: Record<string, unknown>): number =>
  Object.entries(item).reduce((total, [name, value]) => total + text(name) + valueBytes(value), 0);

const Capacity = z.looseObject({ CapacityUnits: z.number() });
const Output = z.looseObject({
  ConsumedCapacity: z.union([Capacity, z.array(Capacity)]).optional(),
  Responses: z.record(z.string(), z.array(z.unknown())).optional(),
  Count: z.number().optional(),
});
const Key = z.record(z.string(), z.unknown());
const Input = z.looseObject({
  TransactItems: z.array(z.looseObject({ ConditionCheck: z.looseObject({ Key }).optional() })).optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
  KeyConditionExpression: z.string().optional(),
  ConsistentRead: z.boolean().optional(),
});
type Asked = z.infer<typeof Input>;

const BatchKeys = z.record(z.string(), z.looseObject({ Keys: z.array(z.unknown()).optional() }));
const keysIn = (asked: Asked): number => {
  const tables = BatchKeys.safeParse(asked.RequestItems);
  return tables.success ? Object.values(tables.data).reduce((total, one) => total + (one.Keys?.length ?? 0), 0) : 0;
};

const isWrite = (command: string): boolean => !/^(?:Get|BatchGet|Query|Scan)/.test(command);

/** Read units that DynamoDB bills and DynamoDB Local does not report: a key that is not there, and a query that finds nothing. */
const unreportedReads = (asked: Asked, output: z.infer<typeof Output>): number => {
  if (asked.KeyConditionExpression !== undefined && output.Count === 0) return asked.ConsistentRead === true ? 1 : 0.5;
  const found = Object.values(output.Responses ?? {}).reduce((total, items) => total + items.length, 0);
  return Math.max(keysIn(asked) - found, 0);
};

/** A condition check costs like a transactional write of the item that it looks at; DynamoDB Local reports nothing for it. */
const checkUnits = async (probe: DynamoDBDocumentClient, table: string, asked: Asked): Promise<number> => {
  let units = 0;
  for (const { ConditionCheck } of asked.TransactItems ?? []) {
    if (ConditionCheck === undefined) continue;
    const { Item } = await probe.send(new GetCommand({ TableName: table, Key: ConditionCheck.Key }));
    units += 2 * Math.max(Math.ceil(itemBytes(Item ?? {}) / UNIT_BYTES), 1);
  }
  return units;
};

/**
 * Adds to `into` what each call of this client is billed for: DynamoDB's own figures, and what DynamoDB Local leaves out of them. A refused
 * write still costs a unit. `probe` is a client of its own, whose reads are not counted.
 */
export const countTable = (client: DynamoDBClient, o: { probe: DynamoDBClient; table: string; into: Usage }): void => {
  const probe = DynamoDBDocumentClient.from(o.probe);
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const asked = Input.parse(args.input);
      const name = context.commandName ?? '';
      o.into.tableRequests += 1;
      o.into.tableWrites += await checkUnits(probe, o.table, asked);
      try {
        const input = { ...args.input, ReturnConsumedCapacity: 'TOTAL' };
        const result = await next({ ...args, input });
        const output = Output.parse(result.output);
        const reported = [output.ConsumedCapacity ?? []].flat().reduce((total, one) => total + one.CapacityUnits, 0);
        if (isWrite(name)) o.into.tableWrites += reported;
        else o.into.tableReads += reported + unreportedReads(asked, output);
        return result;
      } catch (error) {
        if (isWrite(name)) o.into.tableWrites += Math.max(asked.TransactItems?.length ?? 0, 1);
        throw error;
      }
    },
    { step: 'initialize', name: 'countTable' },
  );
};

/** DynamoDB adds this to each stored item for its own index. */
const STORED_OVERHEAD = 100;
const Items = z.array(z.record(z.string(), z.unknown()));

export const tableBytes = async (probe: DynamoDBClient, table: string): Promise<number> => {
  let total = 0;
  for await (const page of paginateScan({ client: DynamoDBDocumentClient.from(probe) }, { TableName: table }))
    for (const item of Items.parse(page.Items ?? [])) total += itemBytes(item) + STORED_OVERHEAD;
  return total;
};
