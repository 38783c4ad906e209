import { spawn } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

/** How the browser tests start their browser. */
export type Browser = { executablePath: string; env: Record<string, string> };

const PACKED = 'node_modules/@sparticuz/chromium/bin';
const CACHE = 'node_modules/.cache/chromium-153';

const inflated = (name: string): Readable => createReadStream(join(PACKED, name)).pipe(createBrotliDecompress());

const untar = async (name: string, into: string): Promise<void> => {
  mkdirSync(into, { recursive: true });
  const tar = spawn('tar', ['-x', '-C', into], { stdio: ['pipe', 'inherit', 'inherit'] });
  const done = new Promise<void>((resolve, reject) => {
    tar.once('error', reject);
    tar.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`tar ${name}: ${code}`))));
  });
  await Promise.all([pipeline(inflated(name), tar.stdin), done]);
};

// The packed configuration points into a Lambda; without a configuration of our own text is blank.
const fontsConf = (directory: string): string =>
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${directory}/fonts</dir><cachedir>${directory}/font-cache</cachedir></fontconfig>\n`;

const unpack = async (target: string): Promise<void> => {
  mkdirSync(dirname(target), { recursive: true });
  // Unpacked beside, then renamed: two runs at once must not see half a browser.
  const work = mkdtempSync(`${target}-`);
  await pipeline(inflated('chromium.br'), createWriteStream(join(work, 'chromium'), { mode: 0o755 }));
  await untar('al2023.tar.br', work);
  await untar('swiftshader.tar.br', work);
  await untar('fonts.tar.br', work);
  writeFileSync(join(work, 'fonts.conf'), fontsConf(target));
  try {
    renameSync(work, target);
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    if (!existsSync(join(target, 'chromium'))) throw error;
  }
};

/** `CHROMIUM_PATH`, else the packed one (x64), else the system's. */
export const findChromium = async (given: string | undefined): Promise<Browser> => {
  if (given !== undefined && given !== '') return { executablePath: given, env: {} };
  if (process.arch !== 'x64') return { executablePath: '/usr/bin/chromium', env: {} };
  const directory = join(process.cwd(), CACHE);
  if (!existsSync(join(directory, 'chromium'))) await unpack(directory);
  return {
    executablePath: join(directory, 'chromium'),
    env: { LD_LIBRARY_PATH: join(directory, 'lib'), FONTCONFIG_FILE: join(directory, 'fonts.conf') },
  };
};
