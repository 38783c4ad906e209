import { X509Certificate } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { handwriting } from '../../../functions/adapters/local-keys/handwriting.ts';
import { localKeys } from '../../../functions/adapters/local-keys/local-keys.ts';
import { timestamper } from '../../../functions/paper/timestamper.ts';
import { Instant } from '../../../shared/kernel/time.ts';
import { demoOffice, removeFolders, temporaryFolder } from './issued.ts';

const clock = { now: () => Instant.parse('2023-10-20T01:00:00Z') };
const person = { keyRef: 'person:p01', commonName: 'Nguyễn Quốc Khải', organisation: 'UBND', kind: 'person' } as const;
afterAll(removeFolders);

describe('demo keys', () => {
  it('stay the same after a restart', async () => {
    const directory = temporaryFolder();
    const first = localKeys({ directory, clock });
    await first.enrol(person);
    const before = await first.certificates('person:p01');
    const second = localKeys({ directory, clock });
    await second.enrol(person);
    expect(await second.certificates('person:p01')).toEqual(before);
  });
  it('say in every certificate that they are a demonstration', async () => {
    const keys = localKeys({ directory: temporaryFolder(), clock });
    await keys.enrol(person);
    const certified = await keys.certificates('person:p01');
    const subjects = (certified?.chain ?? []).map((der) => new X509Certificate(der).subject);
    expect(subjects).toHaveLength(3);
    expect(subjects.every((subject) => subject.includes('TRÌNH DIỄN'))).toBe(true);
  });
  it('can be read by their owner only', () => {
    const directory = temporaryFolder();
    localKeys({ directory, clock });
    const modes = readdirSync(directory)
      .filter((file) => file.endsWith('.key.pem'))
      .map((file) => statSync(join(directory, file)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o600]);
  });
  it('tell whether a passphrase protects them', async () => {
    const directory = temporaryFolder();
    const keys = localKeys({ directory, clock, passphrase: 'một câu bí mật' });
    expect(keys.isEncrypted()).toBe(true);
    expect(localKeys({ directory: temporaryFolder(), clock }).isEncrypted()).toBe(false);
    expect(() => localKeys({ directory, clock })).toThrow();
  });
  it('answer nothing for a key that was never enrolled', async () => {
    const keys = localKeys({ directory: temporaryFolder(), clock });
    expect(await keys.certificates('person:nobody')).toBeUndefined();
    await expect(
      keys.sign('person:nobody', { message: new Uint8Array(1), digest: new Uint8Array(32) }),
    ).rejects.toThrow();
  });
  it('give each person one handwriting of their own', () => {
    const [a, again, b] = ['Nguyễn Quốc Khải', 'Nguyễn Quốc Khải', 'Trần Thị Minh Hạnh'].map((name) =>
      Buffer.from(handwriting(name)),
    );
    expect(a?.equals(again ?? Buffer.alloc(0))).toBe(true);
    expect(a?.equals(b ?? Buffer.alloc(0))).toBe(false);
  });
});

describe('time stamps', () => {
  it('are refused when they answer another request', async () => {
    const { keys, tsa } = await demoOffice();
    let recorded: Uint8Array | undefined;
    const replaying = timestamper({
      roots: keys.roots,
      send: async (request) => {
        recorded ??= await tsa.respond(request);
        return recorded;
      },
    });
    const imprint = new Uint8Array(32).fill(7);
    await expect(replaying.stamp(imprint)).resolves.toBeInstanceOf(Uint8Array);
    await expect(replaying.stamp(imprint)).rejects.toThrow('another request');
    await expect(replaying.stamp(new Uint8Array(32).fill(8))).rejects.toThrow('không thuộc về');
  });
  it('are refused from an authority that is not trusted', async () => {
    const [own, other] = [await demoOffice(), await demoOffice()];
    const stamper = timestamper({ roots: own.keys.roots, send: other.tsa.respond });
    await expect(stamper.stamp(new Uint8Array(32))).rejects.toThrow('không do tổ chức được tin cậy');
  });
  it('refuse an imprint of another kind than SHA-256', async () => {
    const { stamper } = await demoOffice();
    await expect(stamper.stamp(new Uint8Array(20))).rejects.toThrow('refused');
  });
});
