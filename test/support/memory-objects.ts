import type { Objects } from '../../functions/adapters/bucket-fts/objects.ts';

type Call = { method: keyof Objects; names: readonly string[] };

/** Objects in memory. `before` sees every call first and may hold it up or throw in its place; `bytes` is what is stored, by name. */
export const memoryObjects = (before: (call: Call) => Promise<void> | void = () => undefined) => {
  const stored = new Map<string, { bytes: Uint8Array; etag: string }>();
  let puts = 0;
  const objects: Objects = {
    get: async (name, etag) => {
      await before({ method: 'get', names: [name] });
      const found = stored.get(name);
      if (found === undefined || (etag !== undefined && etag !== found.etag)) return undefined;
      return (async function* () {
        yield found.bytes;
      })();
    },
    putIfAbsent: async (name, bytes) => {
      await before({ method: 'putIfAbsent', names: [name] });
      if (stored.has(name)) return false;
      puts += 1;
      stored.set(name, { bytes, etag: `"${puts}"` });
      return true;
    },
    listAfter: async (after) => {
      await before({ method: 'listAfter', names: [after] });
      return [...stored]
        .filter(([name]) => name > after)
        .map(([name, { etag }]) => ({ name, etag }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
    delete: async (names) => {
      await before({ method: 'delete', names });
      for (const name of names) stored.delete(name);
    },
  };
  return {
    objects,
    names: () => [...stored.keys()].toSorted(),
    /** Puts other bytes in the place of an object, as damage would. */
    damage: (name: string, change: (bytes: Uint8Array) => Uint8Array) => {
      const found = stored.get(name);
      if (found === undefined) throw new Error(`no object ${name}`);
      puts += 1;
      stored.set(name, { bytes: change(found.bytes), etag: `"${puts}"` });
    },
    lose: (name: string) => {
      stored.delete(name);
    },
  };
};
