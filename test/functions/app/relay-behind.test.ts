import { expect, it } from 'vitest';
import { makeRelay } from '../../../functions/app/project/relay.ts';
import { documentId } from '../../support/reading-document.ts';
import { readingWorld } from '../../support/reading-world.ts';

it.each([1, 2, 3, 100])(
  'a relay behind another handler never runs ahead of it, %s changes at a time',
  async (batch) => {
    const w = await readingWorld();
    try {
      const seen: string[] = [];
      const behind = makeRelay({
        store: w.store,
        views: w.views,
        holder: 'test',
        lease: 'mail',
        behind: w.projector.name,
        batch,
        handlers: [{ name: 'after', handle: async ({ ref }) => void seen.push(ref.id) }],
        report: ({ error }) => {
          throw error;
        },
      });
      const documents = () => [...new Set(seen.filter((id) => id.startsWith(documentId(1).slice(0, 10))))];
      const [first, second] = [documentId(1), documentId(2)];
      await w.put({ n: 1, stage: 'submitted' });
      expect(await behind.drain()).toBe(0);
      await w.drain();
      await w.put({ n: 2, stage: 'submitted' });
      await behind.drain();
      expect(documents()).toEqual([first]);
      expect(await behind.drain()).toBe(0);
      await w.drain();
      await behind.drain();
      expect(documents()).toEqual([first, second]);
      const everything = (await w.store.changes(undefined, 500)).map(({ ref }) => ref.id);
      expect(seen).toEqual(everything);
    } finally {
      await w.close();
    }
  },
);
