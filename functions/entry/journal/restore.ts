import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import * as z from 'zod';
import type { Instant } from '../../../shared/kernel/time.ts';
import { anchorFileName, fsAnchors } from '../../adapters/fs/anchors.ts';
import type { Anchors } from '../../ports/anchors.ts';
import { BACKUP_FORMAT, MANIFEST, Manifest, type Member } from './manifest.ts';
import { readTar, type TarEntry } from './tar.ts';
import { type JournalReport, type JournalStore, verifyJournal } from './verify.ts';

export type RestoreOptions = {
  file: string;
  dataDir: string;
  anchorDir: string;
  now: Instant;
  /** A data directory that is not empty is moved aside, never overwritten. */
  force: boolean;
  roots: readonly string[];
  /** Where the office keeps files and anchors when not on this machine's disk: they stay there, and the backup is checked against them. */
  store?: JournalStore | undefined;
};
export type Restored =
  | { ok: true; manifest: Manifest; report: JournalReport; movedAside: string | undefined }
  | { ok: false; problem: string; report?: JournalReport };

/** The backup itself is not acceptable: damaged, foreign or hostile. */
class BadBackup extends Error {}

const MOST_MANIFEST = 256 * 1024 * 1024;
const Format = z.looseObject({ format: z.number().int().positive() });

const readManifest = async (entry: TarEntry): Promise<Manifest> => {
  if (entry.name !== MANIFEST || !entry.isFile || entry.size > MOST_MANIFEST)
    throw new BadBackup('không phải bản sao lưu của Văn Thư');
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry.body) chunks.push(chunk);
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const { format } = Format.parse(value);
  if (format > BACKUP_FORMAT)
    throw new BadBackup(
      `bản sao lưu có định dạng ${format}, phiên bản này chỉ đọc đến ${BACKUP_FORMAT}: hãy nâng cấp phần mềm`,
    );
  return Manifest.parse(value);
};

const extract = async (entry: TarEntry, member: Member, target: string): Promise<void> => {
  const hash = createHash('sha256');
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const out = createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true });
  const hashing = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of entry.body) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(Readable.from(hashing()), out);
  if (hash.digest('hex') !== member.sha256)
    throw new BadBackup(`${member.name} trong bản sao lưu bị hỏng: mã băm không khớp`);
};

/** Unpacks into `staging`; every member is named by the manifest, once, and has the hash it states. */
const unpack = async (file: string, staging: string): Promise<Manifest> => {
  let manifest: Manifest | undefined;
  const left = new Map<string, Member>();
  const source = createReadStream(file);
  const bytes = source.pipe(createGunzip());
  source.on('error', (error) => bytes.destroy(error));
  for await (const entry of readTar(bytes)) {
    if (manifest === undefined) {
      manifest = await readManifest(entry);
      for (const member of manifest.members) left.set(member.name, member);
      continue;
    }
    const member = left.get(entry.name);
    if (member === undefined || !entry.isFile)
      throw new BadBackup(`bản sao lưu chứa ${JSON.stringify(entry.name)}, không có trong danh mục của nó`);
    if (entry.size !== member.size) throw new BadBackup(`${entry.name} trong bản sao lưu có kích thước khác danh mục`);
    left.delete(entry.name);
    await extract(entry, member, join(staging, entry.name));
  }
  const [missing] = left.keys();
  if (manifest === undefined || missing !== undefined) throw new BadBackup(`bản sao lưu thiếu ${missing ?? MANIFEST}`);
  return manifest;
};

/** Views are read models of the old moment: without rows and checkpoints the next start makes them again from the events. */
const forgetViews = (file: string): void => {
  const database = new DatabaseSync(file);
  try {
    for (const table of ['view_rows', 'checkpoints', 'leases']) database.exec(`DROP TABLE IF EXISTS ${table}`);
  } finally {
    database.close();
  }
};

/** Anchors that are already in place belong to the same history or nothing is restored; what they saw must be in the backup. */
const joinAnchors = async (staging: string, place: Anchors): Promise<void> => {
  const staged = fsAnchors({ directory: join(staging, 'anchors') });
  await mkdir(join(staging, 'anchors'), { recursive: true });
  for (const seq of await place.list()) {
    const there = await place.read(seq);
    const other = () => new BadBackup(`mốc ${seq} đang có khác mốc ${seq} của bản sao lưu: không cùng một nhật ký`);
    if (there === undefined) throw other();
    if (await staged.add(seq, there)) continue;
    if (!(await readFile(join(staging, 'anchors', anchorFileName(seq)))).equals(there)) throw other();
  }
};

const putAnchors = async (staging: string, to: Anchors): Promise<void> => {
  const from = fsAnchors({ directory: join(staging, 'anchors') });
  for (const seq of await from.list()) {
    const file = await from.read(seq);
    if (file !== undefined) await to.add(seq, file);
  }
};

const isInUse = async (directory: string): Promise<boolean> =>
  existsSync(directory) && (await readdir(directory)).length > 0;

const anchorsOf = (o: RestoreOptions): Anchors => o.store?.anchors ?? fsAnchors({ directory: o.anchorDir });

const putInPlace = async (o: RestoreOptions, staging: string): Promise<string | undefined> => {
  await putAnchors(staging, anchorsOf(o));
  await rm(join(staging, 'anchors'), { recursive: true });
  const aside = `${resolve(o.dataDir)}.before-${o.now.replace(/[^0-9TZ]/g, '')}`;
  const inUse = await isInUse(o.dataDir);
  if (inUse) await rename(o.dataDir, aside);
  else await rm(o.dataDir, { recursive: true, force: true });
  await rename(staging, o.dataDir);
  return inUse ? aside : undefined;
};

const LOSS =
  'nhật ký trong bản sao lưu không nguyên vẹn so với các mốc; nếu các mốc mới hơn bản sao và không còn bản sao nào mới hơn, hãy khôi phục với một ANCHOR_DIR mới và giữ thư mục mốc cũ làm chứng cứ';

/**
 * Khôi phục: unpacks beside the data directory, checks every hash and then the whole journal against the anchors of the backup and those already in
 * place; only then does anything appear under its name. Nothing is ever overwritten.
 */
export const restore = async (o: RestoreOptions): Promise<Restored> => {
  if (!o.force && (await isInUse(o.dataDir)))
    return {
      ok: false,
      problem: `${o.dataDir} không trống: chọn thư mục khác, hoặc --force để chuyển nó sang bên cạnh`,
    };
  const parent = dirname(resolve(o.dataDir));
  await mkdir(parent, { recursive: true });
  const staging = await mkdtemp(join(parent, `.${basename(resolve(o.dataDir))}-restore-`));
  try {
    const manifest = await unpack(o.file, staging);
    forgetViews(join(staging, 'store.sqlite'));
    await joinAnchors(staging, anchorsOf(o));
    const places = { dataDir: staging, anchorDir: join(staging, 'anchors') };
    // Every anchor of the store was staged; only the files stay out there.
    const store = o.store && { ...o.store, anchors: fsAnchors({ directory: places.anchorDir }) };
    const report = await verifyJournal({ ...places, roots: o.roots, files: true, store });
    if (!report.ok) return { ok: false, problem: LOSS, report };
    return { ok: true, manifest, report, movedAside: await putInPlace(o, staging) };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
};
