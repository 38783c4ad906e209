import { createHash } from 'node:crypto';
import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Hash } from '../../../shared/kernel/ids.ts';
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { Instant, later, milliseconds } from '../../../shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Files } from '../../ports/files.ts';
import { readIfThere, settleName, writeDurably, writeOnce } from './durable.ts';
import { type FileGrant, Segment, signFileUrl } from './file-url.ts';

const hashOfBytes = (bytes: Uint8Array): Hash => Hash.parse(createHash('sha256').update(bytes).digest('hex'));

/** `{directory}/{area}/{owner}/{sha256}`: every part is checked, so no name leads out of the directory. */
const pathOf = (directory: string, area: string, owner: string, hash: Hash): string =>
  join(directory, 'content', Segment.parse(area), Segment.parse(owner), Hash.parse(hash));

/** Slots may have any name, so the name's hash stands in the file system; two letters of fan-out keep directories small. */
const slotPath = (directory: string, slot: string): string => {
  const name = hashOfBytes(Buffer.from(slot, 'utf8'));
  return join(directory, 'slots', name.slice(0, 2), name);
};

const isThere = async (path: string, size: number): Promise<boolean> => {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true && found.size === size;
};

const Term = z.object({ retainUntil: Instant });

/** A second copy, read-only, with its term beside it: the disk's own administrator can still remove it, which only Object Lock forbids. */
const retain = async (directory: string, f: Parameters<Files['retain']>[0]): Promise<void> => {
  const bytes = await readIfThere(pathOf(directory, f.area, f.owner, f.hash));
  if (bytes === undefined) throw new Error(`file ${f.area}/${f.owner}/${f.hash} is not there to be kept`);
  if (hashOfBytes(bytes) !== f.hash) throw new Error(`stored file ${f.area}/${f.owner}/${f.hash} is damaged`);
  const copy = join(directory, 'archive', Segment.parse(f.area), Segment.parse(f.owner), f.hash);
  if (await writeOnce(copy, bytes)) await chmod(copy, 0o400);
  const known = await readIfThere(`${copy}.json`);
  const before = known && Term.parse(JSON.parse(Buffer.from(known).toString('utf8'))).retainUntil;
  if (before !== undefined && milliseconds(before) >= milliseconds(f.retainUntil)) return;
  await writeDurably(`${copy}.json`, Buffer.from(`${JSON.stringify({ retainUntil: f.retainUntil })}\n`, 'utf8'));
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
      const path = pathOf(directory, area, owner, hash);
      if (await isThere(path, bytes.length)) await settleName(path);
      else await writeDurably(path, bytes);
      return hash;
    },
    get: async (area, owner, hash) => {
      const bytes = await readIfThere(pathOf(directory, area, owner, hash));
      if (bytes && hashOfBytes(bytes) !== hash) throw new Error(`stored file ${area}/${owner}/${hash} is damaged`);
      return bytes;
    },
    retain: ({ area, owner, hash, retainUntil }) => retain(directory, { area, owner, hash, retainUntil }),
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
