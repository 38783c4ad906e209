import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Programs that only Python's package index has: each in a virtual environment of its own under .cache/, pinned. */
const CACHE = join(import.meta.dirname, '..', '.cache');

const runs = (program: string, args: readonly string[]): boolean =>
  spawnSync(program, [...args], { stdio: 'ignore' }).status === 0;

/**
 * The folder of programs (`bin`) of a virtual environment that holds exactly `requirements`, made when it is not there yet; or what is
 * missing on this machine. Made beside its place and renamed: a broken download is never used. Virtual environments do not survive a move, so
 * the marker file is written last instead of renaming the whole.
 */
export const pythonTools = async (
  name: string,
  requirements: readonly string[],
): Promise<{ bin: string } | { missing: string }> => {
  const folder = join(CACHE, `${name}-${requirements.join('+').replaceAll(/[^\w.+-]/g, '_')}`);
  const bin = join(folder, 'bin');
  const marker = join(folder, 'complete');
  if (existsSync(marker)) return { bin };
  if (!runs('python3', ['-m', 'venv', '--help'])) return { missing: 'python3 with venv' };
  await mkdir(CACHE, { recursive: true });
  // Two test processes may come here at once: one makes it, the other waits for the marker of the first.
  const lock = `${folder}.lock`;
  const first = await mkdir(lock).then(
    () => true,
    () => false,
  );
  if (!first) return waitFor(marker, lock, bin);
  try {
    await rm(folder, { recursive: true, force: true });
    if (!runs('python3', ['-m', 'venv', folder])) return { missing: 'python3 with venv' };
    const installed = spawnSync(join(bin, 'python'), ['-m', 'pip', 'install', '-q', ...requirements], {
      encoding: 'utf8',
    });
    if (installed.status !== 0) return { missing: `${requirements.join(', ')} (not installed: no package index)` };
    const temporary = `${marker}.${process.pid}`;
    await mkdir(temporary);
    await rename(temporary, marker);
    return { bin };
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
};

const waitFor = async (marker: string, lock: string, bin: string): Promise<{ bin: string } | { missing: string }> => {
  for (let tenths = 0; tenths < 3_000; tenths += 1) {
    if (existsSync(marker)) return { bin };
    if (!existsSync(lock)) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return existsSync(marker) ? { bin } : { missing: `a finished ${lock.replace(/\.lock$/, '')}` };
};
