import * as z from 'zod';
import type { Send } from './client.ts';
import { INDEX } from './mapping.ts';

const Exists = z.object({ error: z.object({ type: z.literal('resource_already_exists_exception') }) });

/**
 * The index behind its name: `name` is an alias of `name-000001`, `name-000002`, … A rebuild fills the next generation while the present one
 * answers, and the alias changes hands in one step.
 */
export const generations = (send: Send, name: string) => {
  /** The generations that the alias names: one, or none before the first record. */
  const present = async (): Promise<string[]> => {
    const { status, body } = await send({ method: 'GET', path: `/_alias/${name}`, expected: [404] });
    return status === 404 ? [] : Object.keys(z.record(z.string(), z.unknown()).parse(body));
  };
  const create = async (index: string): Promise<'made' | 'there'> => {
    const { status, body } = await send({ method: 'PUT', path: `/${index}`, body: INDEX, expected: [400] });
    if (status === 400 && !Exists.safeParse(body).success)
      throw new Error(`the search index was refused: ${JSON.stringify(body)}`);
    return status === 400 ? 'there' : 'made';
  };
  const drop = async (index: string): Promise<void> => {
    await send({ method: 'DELETE', path: `/${index}`, expected: [404] });
  };
  const point = async (to: string, from: readonly string[]): Promise<void> => {
    const removed = from.map((index) => ({ remove: { index, alias: name } }));
    await send({
      method: 'POST',
      path: '/_aliases',
      body: { actions: [...removed, { add: { index: to, alias: name } }] },
    });
  };
  return {
    /** Makes the first generation when there is none. Two that do so at once make the same one. */
    ensure: async (): Promise<void> => {
      if ((await present()).length > 0) return;
      const first = generation(name, 1);
      await create(first);
      await point(first, []);
    },
    /** An empty next generation, which nobody asks yet. What an interrupted rebuild left there is thrown away. */
    next: async (): Promise<string> => {
      const latest = Math.max(0, ...(await present()).map((index) => Number(index.slice(-DIGITS))));
      const index = generation(name, latest + 1);
      if ((await create(index)) === 'there') {
        await drop(index);
        await create(index);
      }
      return index;
    },
    /** From now on `index` answers; the generation before it is deleted. */
    change: async (index: string): Promise<void> => {
      const before = (await present()).filter((other) => other !== index);
      await point(index, before);
      for (const old of before) await drop(old);
    },
  };
};

const DIGITS = 6;
const generation = (name: string, n: number): string => `${name}-${String(n).padStart(DIGITS, '0')}`;
