/**
 * A process of its own that takes numbers from one register in one file, as `node sqlite-writer.ts <file> <name> <count>`, and prints
 * each number once the store has acknowledged it.
 */
import { writeSync } from 'node:fs';
import { sqliteStore } from '../../functions/adapters/sqlite/store.ts';
import { canonicalHash, sealEvents } from '../../shared/kernel/event-record.ts';
import { CommandId, PersonId } from '../../shared/kernel/ids.ts';
import { Instant } from '../../shared/kernel/time.ts';

const [file = '', name = '', count = '0'] = process.argv.slice(2);
const at = Instant.parse('2026-03-02T03:00:00.000Z');
const store = sqliteStore({ file, now: () => at });
const register = { aggregate: 'register', id: 'CV.2026' };
const actor = PersonId.parse(name);

for (let done = 0; done < Number(count); ) {
  const document = { aggregate: 'document', id: `${name}-${done}` };
  const loaded = await store.load([register, document]);
  const number = (loaded.streams[0]?.version ?? 0) + 1;
  const streams = loaded.streams.map((stream) => {
    const events = sealEvents(stream.ref, stream, 1, [{ type: 'NumberAssigned', ...{ at, number } }]);
    return { ref: stream.ref, expected: stream.version, state: { number }, events };
  });
  const id = CommandId.parse(`http:${name}:${done}`);
  const command = { id, actor, bodyHash: canonicalHash(done), answer: number };
  const result = await store.commit({ streams, guards: [], command });
  if (!result.ok) continue;
  writeSync(1, `${number}\n`);
  done += 1;
}
await store.close();
