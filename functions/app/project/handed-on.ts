import * as z from 'zod';
import type { DocumentId } from '../../../shared/kernel/ids.ts';
import type { Views } from '../../ports/views.ts';

export const HandedOn = z.object({ keys: z.array(z.string()) });

/** Rooms and persons of a recipient unit to whom its registry handed the item on: they read as part of that unit (Điều 22, 24). */
export const handedKeys = async (views: Views, document: DocumentId): Promise<string[]> => {
  const keys: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await views.query({
      pk: `handed#${document}`,
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    });
    keys.push(...page.rows.flatMap((row) => HandedOn.parse(row.data).keys));
    cursor = page.next;
  } while (cursor !== undefined);
  return keys;
};
