import { type StreamRef, streamKey } from '../../../shared/kernel/event-record.ts';
import type { Hash } from '../../../shared/kernel/ids.ts';
import type { Anchors } from '../../ports/anchors.ts';
import type { Files } from '../../ports/files.ts';
import type { SearchIndex } from '../../ports/search.ts';
import type { Change, Store } from '../../ports/store.ts';
import type { Views } from '../../ports/views.ts';

/** What of an office cannot be made again. */
export type Kept = { store: Store; files: Files; anchors: Anchors };
/** One end of a move: an office on whatever machine or cloud. `views` and `search` are made anew at the target. */
export type End = Kept & { views: Views; search: SearchIndex; close: () => Promise<void> };

export type Head = { ref: StreamRef; version: number; head: Hash };

const PAGE = 500;

/** Every stream by its name, and how far it has come. */
export const headsOf = async (store: Store): Promise<Map<string, Head>> => {
  const heads = new Map<string, Head>();
  let after: string | undefined;
  do {
    const page = await store.heads(after, PAGE);
    for (const head of page.items) heads.set(streamKey(head.ref), head);
    after = page.next;
  } while (after !== undefined);
  return heads;
};

/** The whole feed in order; ends when nothing more is stored. */
export async function* feedOf(store: Store): AsyncGenerator<Change> {
  let cursor: string | undefined;
  for (;;) {
    const changes = await store.changes(cursor, PAGE);
    const last = changes.at(-1);
    if (last === undefined) return;
    yield* changes;
    cursor = last.cursor;
  }
}

/** An office cannot be moved there, or what arrived is not what was sent. The message is for the operator. */
export class MoveRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MoveRefused';
  }
}
