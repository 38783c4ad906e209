import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dynamoStore } from '../../functions/adapters/dynamodb/store.ts';
import { dynamoViews } from '../../functions/adapters/dynamodb/views.ts';
import { systemClock } from '../../functions/adapters/system/clock.ts';
import { type End, headsOf } from '../../functions/entry/move/end.ts';
import { openLocal } from '../../functions/entry/move/open-end.ts';
import type { Store } from '../../functions/ports/store.ts';
import type { LocalTables } from './dynamodb-local.ts';

/** Folders for ends, removed together. */
export const makePlaces = () => {
  const root = mkdtempSync(join(tmpdir(), 'vanthu-move-'));
  let count = 0;
  return {
    next: (): string => {
      count += 1;
      return join(root, `end-${count}`);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
};

/** An end whose streams and lists are in DynamoDB Local, its files on the disk. */
export const openDynamo = async (tables: LocalTables, place: string): Promise<End> => {
  const local = await openLocal(place, 'target');
  const options = { client: tables.client, table: await tables.newTable(), now: systemClock.now };
  return { ...local, store: dynamoStore(options), views: dynamoViews(options) };
};

/** Every stream with its version and head. */
export const picture = async (store: Store): Promise<Record<string, string>> =>
  Object.fromEntries(
    [...(await headsOf(store))].map(([name, { version, head }]) => [name, `${version} ${head}`]).sort(),
  );
