import { DatabaseSync } from 'node:sqlite';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { dynamoStore } from '../../functions/adapters/dynamodb/store.ts';
import { tableAccess } from '../../functions/adapters/dynamodb/table-access.ts';
import { dynamoViews } from '../../functions/adapters/dynamodb/views.ts';
import { ftsSearch } from '../../functions/adapters/fts5/search.ts';
import { sqliteStore } from '../../functions/adapters/sqlite/store.ts';
import { sqliteViews } from '../../functions/adapters/sqlite/views.ts';
import type { SearchIndex } from '../../functions/ports/search.ts';
import type { Store } from '../../functions/ports/store.ts';
import type { Views } from '../../functions/ports/views.ts';
import { Instant } from '../../shared/kernel/time.ts';
import type { LocalTables } from './dynamodb-local.ts';
import { PEOPLE } from './office.ts';

/** An office's state without its relay: store, views and index of its own, and a look at every row at once. */
export type RelayEngine = {
  store: Store;
  views: Views;
  search: SearchIndex;
  /** Complete rows by `pk` and `sk`, as text; without the relay's own notes of what it gave up on. */
  rows: () => Promise<Record<string, string>>;
  close: () => Promise<void>;
};
/** The views' clock stands: a lease ends only when it is handed back. */
const now = () => Instant.parse('2023-10-20T03:00:00.000Z');
const isOwnNote = (pk: string): boolean => pk.startsWith('stalled#') || pk.startsWith('stalled-marks#');

const SqliteRow = z.object({ pk: z.string(), sk: z.string(), data: z.string() });
let engines = 0;
/** SQLite in memory: what is proven here is order and repetition, not that the disk keeps it. */
export const sqliteEngine = async (): Promise<RelayEngine> => {
  engines += 1;
  const file = `file:relay-views-${engines}?mode=memory&cache=shared`;
  const store = sqliteStore({ file: ':memory:', now });
  const views = sqliteViews({ file, now });
  const search = ftsSearch({ file: ':memory:' });
  return {
    store,
    views,
    search,
    rows: async () => {
      const database = new DatabaseSync(file);
      const all = database.prepare('SELECT pk, sk, data FROM view_rows WHERE data IS NOT NULL ORDER BY pk, sk').all();
      database.close();
      const rows = z.array(SqliteRow).parse(all);
      return Object.fromEntries(
        rows.filter(({ pk }) => !isOwnNote(pk)).map((row) => [`${row.pk} | ${row.sk}`, row.data]),
      );
    },
    close: async () => {
      await search.close();
      await views.close();
      await store.close();
    },
  };
};

const DynamoRow = z.object({ pk: z.string(), sk: z.string(), data: z.string().optional() });
export const dynamoEngine = async (tables: LocalTables): Promise<RelayEngine> => {
  const { client } = tables;
  const table = await tables.newTable();
  const search = ftsSearch({ file: ':memory:' });
  return {
    store: dynamoStore({ client, table, now }),
    views: dynamoViews({ client, table, now }),
    search,
    rows: async () => {
      const found: [string, string][] = [];
      const scan = { TableName: table, ConsistentRead: true };
      for await (const page of paginateScan({ client: tableAccess(client, table).documents }, scan))
        for (const { pk, sk, data } of z.array(DynamoRow.loose()).parse(page.Items ?? []))
          if (pk.startsWith('v#') && data !== undefined && !isOwnNote(pk.slice(2)))
            found.push([`${pk.slice(2)} | ${sk.slice(2)}`, data]);
      return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    close: () => search.close(),
  };
};

const people = Object.values(PEOPLE).map((person) => `person:${person}`);
const units = ['VP', 'VP-NC', 'SNV', 'SNV-CCVC', 'STC', 'SXD'].map((unit) => `unit:${unit}`);
/** What each reader finds, with words, number and facets: readers and texts of the index as far as anybody can see them. */
export const found = async (search: SearchIndex): Promise<Record<string, unknown>> => {
  await search.refresh();
  const answers: Record<string, unknown> = {};
  for (const key of [...people, ...units, 'authority:UBND-HN'])
    for (const text of ['', 'báo cáo'])
      answers[`${key} ${text}`] = await search.search({
        text,
        readers: [key],
        sort: 'newest',
        facets: ['type', 'issuer', 'year', 'signer', 'field', 'state'],
        limit: 100,
      });
  return answers;
};
