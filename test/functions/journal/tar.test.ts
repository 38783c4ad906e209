import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { readTar, type TarMember, writeTar } from '../../../functions/entry/journal/tar.ts';

const member = (name: string, text: string): TarMember => {
  const bytes = Buffer.from(text, 'utf8');
  return { name, size: bytes.length, open: () => Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]) };
};
const packed = async (...members: TarMember[]): Promise<Buffer> => await buffer(writeTar(members));
const unpacked = async (bytes: Uint8Array, chunk = 700) => {
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, i) =>
    bytes.subarray(i * chunk, (i + 1) * chunk),
  );
  const found: [string, string][] = [];
  for await (const entry of readTar(Readable.from(chunks))) {
    const body = (await buffer(entry.body)).toString('utf8');
    found.push([entry.name, body]);
  }
  return found;
};
const LONG = `files/content/paper/${'d'.repeat(100)}/${'e'.repeat(100)}/${'f'.repeat(64)}`;

describe('the archive', () => {
  it('gives back what was put in, whatever the length of names and contents', async () => {
    const members: [string, string][] = [
      ['store.sqlite', 'x'.repeat(1_024)],
      ['files/empty', ''],
      [LONG, 'tờ trình'],
      ['keys/khóa.crt.pem', 'y'.repeat(513)],
    ];
    const bytes = await packed(...members.map(([name, text]) => member(name, text)));
    expect(await unpacked(bytes)).toEqual(members);
    expect(await unpacked(bytes, 1)).toEqual(members);
  });

  it('is an ordinary tar, which other programs open', async ({ skip }) => {
    if (spawnSync('tar', ['--version']).status !== 0) skip('no tar program here');
    const folder = mkdtempSync(join(tmpdir(), 'vanthu-tar-'));
    try {
      writeFileSync(join(folder, 'a.tar'), await packed(member('office.json', '{}'), member(LONG, 'tờ trình')));
      expect(spawnSync('tar', ['-xf', 'a.tar'], { cwd: folder }).status).toBe(0);
      expect(readFileSync(join(folder, LONG), 'utf8')).toBe('tờ trình');
      expect(spawnSync('tar', ['-cf', 'b.tar', 'office.json', LONG], { cwd: folder }).status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('skips what the reader leaves', async () => {
    const bytes = await packed(member('a', 'one'), member('b', 'two'));
    const names: string[] = [];
    for await (const entry of readTar(Readable.from([bytes]))) names.push(entry.name);
    expect(names).toEqual(['a', 'b']);
  });

  it('is refused when it ends in the middle or a header is damaged', async () => {
    const bytes = await packed(member('a', 'one'), member('b', 'two'));
    await expect(unpacked(bytes.subarray(0, 1_100))).rejects.toThrow('ends in the middle');
    const damaged = Buffer.from(bytes);
    damaged[2] = 0x41;
    await expect(unpacked(damaged)).rejects.toThrow('damaged header');
  });

  it('is not written when a file changes its size meanwhile', async () => {
    await expect(packed({ ...member('a', 'one'), size: 2 })).rejects.toThrow('changed its size');
  });
});
