import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type * as z from 'zod';
import { type Instant, instant } from '../../../shared/kernel/time.ts';
import { dynamoStore } from '../../adapters/dynamodb/store.ts';
import { dynamoViews } from '../../adapters/dynamodb/views.ts';
import { systemIds } from '../../adapters/system/ids.ts';
import { leaseSerial } from '../../app/serial.ts';
import type { StateConfig } from '../../aws-config.ts';
import type { Clock } from '../../ports/clock.ts';

/**
 * An AWS call that meets throttling is tried again with growing pauses; the store's own conflicts are not errors and never come here. A connection
 * on which nothing moves is given up (milliseconds): without that a lost one would use up the function's whole time.
 */
export const RETRIES = { maxAttempts: 5, requestHandler: { connectionTimeout: 3_000, socketTimeout: 10_000 } };

export const realNow = (): Instant => instant(Date.now());

/** The office's clock: the wall clock, or on a demo stage the day that it plays. */
export const officeClock = (config: z.infer<typeof StateConfig>): Clock => {
  if (config.CLOCK_OFFSET_SECONDS !== undefined && !config.DEMO)
    throw new Error('CLOCK_OFFSET_SECONDS is for demo stages only: a real office lives today');
  const offset = (config.CLOCK_OFFSET_SECONDS ?? 0) * 1000;
  return { now: () => instant(Date.now() + offset) };
};

/** State and history, read models, clock and names: what every function but the authorizer starts with. */
export const awsState = (config: z.infer<typeof StateConfig>) => {
  const client = new DynamoDBClient(RETRIES);
  const ids = systemIds();
  const views = dynamoViews({ client, table: config.TABLE, now: realNow });
  return {
    store: dynamoStore({ client, table: config.TABLE, now: realNow }),
    views,
    clock: officeClock(config),
    realNow,
    ids,
    serially: leaseSerial({ views, unique: () => ids.ulid() }),
  };
};

export type AwsState = ReturnType<typeof awsState>;

/** One JSON line per surprise: CloudWatch reads its fields. */
export const logLine = (line: Record<string, unknown>): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
