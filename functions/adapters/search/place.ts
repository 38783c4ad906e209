import type * as z from 'zod';
import { canonicalJson } from '../../../shared/kernel/event-record.ts';
import type { SearchQuery } from '../../ports/search.ts';
import { ForeignCursor } from '../../ports/store.ts';
import { decodeCursor } from '../cursor.ts';

/** A cursor belongs to one question of one set of readers: somebody else's is refused. */
export const cursorOwner = (of: Pick<SearchQuery, 'text' | 'sort' | 'readers'> & { filters?: unknown }): string => {
  const { text, filters, sort, readers } = of;
  return `search ${canonicalJson({ text, sort, filters: filters ?? {}, readers: [...new Set(readers)].toSorted() })}`;
};

/** The place kept in a cursor, in the engine's own shape; throws {@link ForeignCursor} for what another question or engine made. */
export const placeOf = <Place>(shape: z.ZodType<Place>, owner: string, cursor: string): Place => {
  const place = shape.safeParse(parsedJson(decodeCursor(owner, cursor)));
  if (!place.success) throw new ForeignCursor();
  return place.data;
};

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
