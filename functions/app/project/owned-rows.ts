import * as z from 'zod';
import type { ViewRow, Views, ViewWrite } from '../../ports/views.ts';

const Manifest = z.object({ rows: z.array(z.tuple([z.string(), z.string()])) });
const BATCH = 100;

const nameOf = (pk: string, sk: string): string => `${pk}\n${sk}`;

/** Applies in bounded batches, each with the version of the stream that caused it. */
export const applyAll = async (views: Views, writes: readonly ViewWrite[]): Promise<void> => {
  for (let from = 0; from < writes.length; from += BATCH) await views.apply(writes.slice(from, from + BATCH));
};

/**
 * All rows that one stream owns, as they must stand now: what is no longer among them is removed. The list of owned rows is first widened, then
 * the rows are written, then it is narrowed: whatever stops in between, the next run still knows every row that it must remove.
 */
export const replaceRows = async (
  views: Views,
  owner: { stream: string; version: number },
  rows: readonly ViewRow[],
): Promise<void> => {
  const { stream, version } = owner;
  const pk = `rows#${stream}`;
  const before = Manifest.parse((await views.get(pk, 'rows')) ?? { rows: [] }).rows;
  const now = new Set(rows.map((row) => nameOf(row.pk, row.sk)));
  const gone = before.filter(([rowPk, rowSk]) => !now.has(nameOf(rowPk, rowSk)));
  const manifest = (names: [string, string][]): ViewWrite => ({
    op: 'put',
    row: { pk, sk: 'rows', data: { rows: names } },
    version,
  });
  const names = rows.map((row): [string, string] => [row.pk, row.sk]);
  await views.apply([manifest([...names, ...gone])]);
  await applyAll(views, [
    ...gone.map(([rowPk, rowSk]): ViewWrite => ({ op: 'delete', pk: rowPk, sk: rowSk, version })),
    ...rows.map((row): ViewWrite => ({ op: 'put', row, version })),
  ]);
  if (gone.length > 0) await views.apply([manifest(names)]);
};
