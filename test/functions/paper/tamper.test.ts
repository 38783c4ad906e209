import { afterAll, describe, expect, it } from 'vitest';
import { verifyFile } from '../../../functions/paper/verify/verify.ts';
import { demoOffice, removeFolders } from './issued.ts';
import { letter3073 } from './samples.ts';

afterAll(removeFolders);

describe('a sealed file with one byte changed', () => {
  it('is invalid wherever the byte stands', async () => {
    const office = await demoOffice();
    const { sealed } = await office.issue(letter3073, 3073);
    expect(verifyFile(sealed, office.trust).valid).toBe(true);
    // Every 1201st byte of the file and every 7th digit of the seal's own CMS, which no digest covers.
    const gap = Buffer.from(sealed).lastIndexOf('/Contents <') + 10;
    const positions = [
      ...Array.from({ length: Math.floor(sealed.length / 1201) }, (_, i) => i * 1201 + 7),
      ...Array.from({ length: 1_250 }, (_, i) => gap + 1 + i * 7),
    ];
    const survivors: number[] = [];
    for (const position of positions) {
      const changed = Uint8Array.from(sealed);
      changed[position] = (changed[position] ?? 0) ^ 0x01;
      if (verifyFile(changed, office.trust).valid) survivors.push(position - gap);
    }
    expect(positions.length).toBeGreaterThan(1_400);
    expect(survivors).toEqual([]);
  }, 120_000);
});
