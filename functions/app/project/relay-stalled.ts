import * as z from 'zod';
import { type StreamRef, streamKey } from '../../../shared/kernel/event-record.ts';
import type { Views } from '../../ports/views.ts';
import { row } from './document-line.ts';

export const stalledList = (handler: string): string => `stalled#${handler}`;
/** A stream that a handler has given up on, at that change. */
export const Stalled = z.object({
  aggregate: z.string(),
  id: z.string(),
  seq: z.number().int().positive(),
  cause: z.string(),
  /** Grows with every change of the row, so that a later one always replaces it. */
  mark: z.number().int(),
});
export type Stalled = z.infer<typeof Stalled>;
const Mark = z.object({ mark: z.number().int() });

const PAGE = 200;

/** Every stream that a handler has given up on, by name. */
export const allStalled = async (views: Views, handler: string): Promise<Stalled[]> => {
  const found: Stalled[] = [];
  let cursor: string | undefined;
  do {
    const page = await views.query({
      pk: stalledList(handler),
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    found.push(...page.rows.map((one) => Stalled.parse(one.data)));
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
};

/** The streams that one handler has given up on; they outlive the process. */
export const makeStalledRows = (views: Views, handler: string) => {
  const pk = stalledList(handler);
  const marks = `stalled-marks#${handler}`;
  const find = async (ref: StreamRef): Promise<Stalled | undefined> =>
    Stalled.safeParse(await views.get(pk, streamKey(ref))).data;
  const nextMark = async (ref: StreamRef): Promise<number> => {
    const last = Mark.safeParse(await views.get(marks, streamKey(ref))).data?.mark ?? 0;
    const mark = Math.max(last, (await find(ref))?.mark ?? 0) + 1;
    await views.apply([{ op: 'put', row: row(marks, streamKey(ref), { mark }), version: mark }]);
    return mark;
  };
  return {
    find,
    /** Which of these streams are stalled: one bounded list, and only when it is full each stream by itself. */
    among: async (refs: readonly StreamRef[]): Promise<Map<string, number>> => {
      const { rows: listed, next } = await views.query({ pk, limit: PAGE });
      const from = new Map(listed.map((one) => [one.sk, Stalled.parse(one.data).seq]));
      if (next !== undefined)
        for (const ref of refs) {
          const one = await find(ref);
          if (one !== undefined) from.set(streamKey(ref), one.seq);
        }
      return from;
    },
    all: () => allStalled(views, handler),
    park: async (ref: StreamRef, seq: number, cause: string): Promise<void> => {
      const mark = await nextMark(ref);
      const data: Stalled = { ...ref, seq, cause, mark };
      await views.apply([{ op: 'put', row: row(pk, streamKey(ref), data), version: mark }]);
    },
    release: async (ref: StreamRef): Promise<void> =>
      views.apply([{ op: 'delete', pk, sk: streamKey(ref), version: await nextMark(ref) }]),
  };
};
