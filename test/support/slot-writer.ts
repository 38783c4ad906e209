/** A process of its own that claims slots, as `node slot-writer.ts <directory> <name> <count>`, and prints what each slot holds. */
import { fsFiles } from '../../functions/adapters/fs/files.ts';
import { Instant } from '../../shared/kernel/time.ts';

const [directory = '', name = '', count = '0'] = process.argv.slice(2);
const at = Instant.parse('2026-03-02T03:00:00.000Z');
const files = fsFiles({ directory, secret: new Uint8Array(32), now: () => at });
const held: string[] = [];
for (let slot = 0; slot < Number(count); slot += 1) {
  const bytes = await files.putIfAbsent(`prepared/${slot}`, Buffer.from(`${name} ${slot}`));
  held.push(Buffer.from(bytes).toString('utf8'));
}
process.stdout.write(JSON.stringify(held));
