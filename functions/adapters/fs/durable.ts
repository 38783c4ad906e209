import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A new name in a directory is on disk only once the directory itself is. */
const syncDirectory = async (directory: string): Promise<void> => {
  if (process.platform === 'win32') return; // directories cannot be opened there; NTFS journals names itself
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Makes the directory and puts every name on the way to it on disk. */
const makeDirectory = async (directory: string): Promise<void> => {
  const first = await mkdir(directory, { recursive: true });
  if (first === undefined) return;
  for (let at = directory; at.length >= first.length; at = dirname(at)) await syncDirectory(dirname(at));
};

/** Writes the bytes beside the target under a name of their own, on disk. */
const writeBeside = async (target: string, bytes: Uint8Array): Promise<string> => {
  const directory = dirname(target);
  await makeDirectory(directory);
  const temporary = join(directory, `.${basename(target)}.${randomUUID()}.tmp`);
  const handle = await open(temporary, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return temporary;
};

/** Whole or not at all: a reader never sees half a file, a power cut loses nothing that was reported as written. */
export const writeDurably = async (target: string, bytes: Uint8Array): Promise<void> => {
  await rename(await writeBeside(target, bytes), target);
  await syncDirectory(dirname(target));
};

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** Puts on disk a name that another process has just made and may not have made durable yet. */
export const settleName = (target: string): Promise<void> => syncDirectory(dirname(target));

/** The bytes, or undefined when there is no such file. */
export const readIfThere = async (target: string): Promise<Uint8Array | undefined> => {
  try {
    return new Uint8Array(await readFile(target));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

/** Gives the name to the first who asks: link(2) refuses an existing name, across processes and machines. True for the winner. */
export const writeOnce = async (target: string, bytes: Uint8Array): Promise<boolean> => {
  const temporary = await writeBeside(target, bytes);
  try {
    await link(temporary, target);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(temporary);
    await syncDirectory(dirname(target)); // the loser goes on with the winner's bytes, so they must be on disk for it too
  }
};
