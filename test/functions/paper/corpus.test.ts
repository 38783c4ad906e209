import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyFile } from '../../../functions/paper/verify/verify.ts';
import { demoOffice, removeFolders } from './issued.ts';

const corpus = process.env.VANTHU_CORPUS;
afterAll(removeFolders);

// Skips, visibly, when the environment names no corpus (VANTHU_CORPUS).
describe.skipIf(corpus === undefined)('files of unknown origin', () => {
  it.each(['malformed', 'signed', 'vietnamese'])(
    'from %s are answered without a crash and never found valid',
    async (folder) => {
      const { trust } = await demoOffice();
      const base = join(corpus ?? '', 'pdf', folder);
      const files = readdirSync(base, { recursive: true })
        .map(String)
        .filter((file) => file.endsWith('.pdf'));
      expect(files.length).toBeGreaterThan(5);
      const valid = files.filter((file) => verifyFile(new Uint8Array(readFileSync(join(base, file))), trust).valid);
      expect(valid).toEqual([]);
    },
  );
});
