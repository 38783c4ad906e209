import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Hash } from '../../../shared/kernel/ids.ts';
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { Instant, later, milliseconds } from '../../../shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Files } from '../../ports/files.ts';
import { contentAddress, damaged, type FileAddress, hashOfBytes, slotAddress } from '../content-address.ts';
import { readIfThere, settleName, writeDurably, writeOnce } from './durable.ts';
import { type FileGrant, signFileUrl } from './file-url.ts';

const pathOf = (directory: string, address: FileAddress): string => join(directory, 'content', contentAddress(address));
const keptPathOf = (directory: string, address: FileAddress): string =>
  join(directory, 'archive', contentAddress(address));
const slotPath = (directory: string, slot: string): string => join(directory, slotAddress(slot));

const isThere = async (path: string, size: number): Promise<boolean> => {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true && found.size === size;
};

const Term = z.object({ retainUntil: Instant });

/** Working copy, else kept copy; undefined when neither is there, throws when the working copy is damaged and none is kept. */
const intact = async (directory: string, address: FileAddress): Promise<Uint8Array | undefined> => {
  const working = await readIfThere(pathOf(directory, address));
  if (working && hashOfBytes(working) === address.hash) return working;
  const kept = await readIfThere(keptPathOf(directory, address));
  if (kept && hashOfBytes(kept) === address.hash) return kept;
  if (working !== undefined) throw damaged(contentAddress(address));
  return undefined;
};

/** A second copy, read-only, with its term beside it: the disk's own administrator can still remove it, which only Object Lock forbids. */
const retain = async (directory: string, address: FileAddress, retainUntil: Instant): Promise<void> => {
  const bytes = await intact(directory, address);
  if (bytes === undefined) throw new Error(`file ${contentAddress(address)} is not there to be kept`);
  const copy = keptPathOf(directory, address);
  if (await writeOnce(copy, bytes)) await chmod(copy, 0o400);
  const held = await readIfThere(copy);
  if (!held || hashOfBytes(held) !== address.hash) throw damaged(`archive/${contentAddress(address)}`);
  const known = await readIfThere(`${copy}.json`);
  const before = known && Term.parse(JSON.parse(Buffer.from(known).toString('utf8'))).retainUntil;
  if (before !== undefined && milliseconds(before) >= milliseconds(retainUntil)) return;
  await writeDurably(`${copy}.json`, Buffer.from(`${JSON.stringify({ retainUntil })}\n`, 'utf8'));
};

/**
 * Files of the embedded office. The media type travels in the URL's signature, not with the bytes: it is a claim of the record that
 * names the file. URLs are relative; `secret` (≥ 32 random bytes) signs them.
 */
export const fsFiles = (options: { directory: string; secret: Uint8Array } & Clock): Files => {
  const { directory, secret } = options;
  if (secret.length < 32) throw new Error('the secret of file URLs needs 32 bytes or more');
  const expires = (seconds: number) => later(options.now(), seconds * 1000);
  return {
    put: async (area, owner, bytes) => {
      const hash = hashOfBytes(bytes);
      const path = pathOf(directory, { area, owner, hash });
      if (await isThere(path, bytes.length)) await settleName(path);
      else await writeDurably(path, bytes);
      return hash;
    },
    get: (area, owner, hash) => intact(directory, { area, owner, hash }),
    retain: ({ retainUntil, ...address }) => retain(directory, address, retainUntil),
    putIfAbsent: async (slot, bytes) => {
      const path = slotPath(directory, slot);
      const earlier = await readIfThere(path);
      if (earlier) await settleName(path);
      else if (await writeOnce(path, bytes)) return bytes;
      const winner = earlier ?? (await readIfThere(path));
      if (!winner) throw new Error(`slot ${slot} vanished while it was read`);
      return winner;
    },
    read: (slot) => readIfThere(slotPath(directory, slot)),
    uploadUrl: async ({ expiresInSeconds, ...file }) =>
      signFileUrl({ act: 'upload', ...file, expires: expires(expiresInSeconds) }, secret),
    downloadUrl: async ({ expiresInSeconds, ...file }) =>
      signFileUrl({ act: 'download', ...file, expires: expires(expiresInSeconds) }, secret),
  };
};

/** For the HTTP layer: stores what was uploaded under a verified grant, and nothing but the bytes that it declares. */
export const acceptUpload = async (
  files: Files,
  grant: Extract<FileGrant, { act: 'upload' }>,
  bytes: Uint8Array,
): Promise<Result<Hash, 'other-size' | 'other-content'>> => {
  if (bytes.length !== grant.size) return err('other-size');
  if (hashOfBytes(bytes) !== grant.sha256) return err('other-content');
  return ok(await files.put(grant.area, grant.owner, bytes, grant.type));
};
