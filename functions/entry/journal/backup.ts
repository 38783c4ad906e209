import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Hash } from '../../../shared/kernel/ids.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import { anchorFileName, fsAnchors } from '../../adapters/fs/anchors.ts';
import { BACKUP_FORMAT, MANIFEST, Manifest, type Member, OfficeFile } from './manifest.ts';
import { readStoreFile } from './store-file.ts';
import { type TarMember, writeTar } from './tar.ts';

export type BackupOptions = {
  dataDir: string;
  anchorDir: string;
  file: string;
  /** Version of the product, for the manifest. */
  product: string;
  now: Instant;
  /** Private keys of a real office too; the demo's are always in. */
  withKeys: boolean;
};

/** Name in the archive and where its bytes lie. */
type Part = { name: string; path: string };

const filesBelow = async (directory: string, name: string): Promise<Part[]> => {
  if (!existsSync(directory)) return [];
  const entries = await readdir(directory, { withFileTypes: true });
  const parts: Part[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const part = { name: `${name}/${entry.name}`, path: join(directory, entry.name) };
    if (entry.isDirectory()) parts.push(...(await filesBelow(part.path, part.name)));
    // Names with a dot in front are writes under way (see adapters/fs/durable.ts).
    else if (entry.isFile() && !entry.name.startsWith('.')) parts.push(part);
  }
  return parts;
};

/** The whole database as of one moment, while others go on writing. */
const snapshotStore = (from: string, to: string): void => {
  const database = new DatabaseSync(from, { readOnly: true });
  try {
    database.exec('PRAGMA busy_timeout = 10000');
    database.prepare('VACUUM INTO ?').run(to);
  } finally {
    database.close();
  }
};

const countIn = (snapshot: string): { streams: number; events: number } => {
  const store = readStoreFile(snapshot);
  try {
    return { streams: store.streamCount(), events: store.eventCount() };
  } finally {
    store.close();
  }
};

const measured = async ({ name, path }: Part): Promise<Member> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { name, size: (await stat(path)).size, sha256: Hash.parse(hash.digest('hex')) };
};

const kindOf = (dataDir: string): 'demo' | 'office' => {
  const path = join(dataDir, 'office.json');
  return existsSync(path) ? OfficeFile.parse(JSON.parse(readFileSync(path, 'utf8'))).kind : 'office';
};

const isPrivate = (part: Part): boolean => !part.name.endsWith('.crt.pem');

/**
 * Everything that cannot be made again, in an order that keeps the parts in step while the office works: anchors first, since an anchor must not
 * know more than the store; files last, since they are written before the event that names them and never change.
 */
const gather = async (o: BackupOptions, snapshot: string) => {
  const numbers = await fsAnchors({ directory: o.anchorDir }).list();
  snapshotStore(join(o.dataDir, 'store.sqlite'), snapshot);
  const kind = kindOf(o.dataDir);
  const allKeys = await filesBelow(join(o.dataDir, 'keys'), 'keys');
  const included = kind === 'demo' || o.withKeys;
  const files = await filesBelow(join(o.dataDir, 'files'), 'files');
  const office = join(o.dataDir, 'office.json');
  const parts: Part[] = [
    { name: 'store.sqlite', path: snapshot },
    ...(existsSync(office) ? [{ name: 'office.json', path: office }] : []),
    ...allKeys.filter((part) => included || !isPrivate(part)),
    ...numbers.map((seq) => ({
      name: `anchors/${anchorFileName(seq)}`,
      path: join(o.anchorDir, anchorFileName(seq)),
    })),
    ...files,
  ];
  const references = allKeys.filter(isPrivate).map((part) => part.name);
  const counts = { ...countIn(snapshot), anchors: numbers.length, files: files.length };
  return { parts, kind, counts, keys: { included, references } };
};

const archive = async (o: BackupOptions, found: Awaited<ReturnType<typeof gather>>, partial: string) => {
  const { parts, ...about } = found;
  const members: Member[] = [];
  for (const part of parts) members.push(await measured(part));
  const manifest = Manifest.parse({
    ...about,
    format: BACKUP_FORMAT,
    product: o.product,
    schema: { store: 1 },
    made: o.now,
    members,
  });
  const text = new TextEncoder().encode(`${JSON.stringify(manifest, null, 1)}\n`);
  const first: TarMember = { name: MANIFEST, size: text.length, open: () => Readable.from([text]) };
  const rest = parts.map(({ name, path }, index): TarMember => {
    return { name, size: members[index]?.size ?? 0, open: () => createReadStream(path) };
  });
  const out = createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true });
  await pipeline(Readable.from(writeTar([first, ...rest])), createGzip(), out);
  return manifest;
};

/** Sao lưu: the whole office in one file (tar, gzip) while it runs. The file appears under its name only when it is complete and on disk. */
export const backup = async (o: BackupOptions): Promise<Manifest> => {
  const target = resolve(o.file);
  if (existsSync(target)) throw new Error(`${o.file} đã có: bản sao lưu không ghi đè lên tệp khác`);
  if (!existsSync(join(o.dataDir, 'store.sqlite'))) throw new Error(`không có kho dữ liệu trong ${o.dataDir}`);
  const work = await mkdtemp(join(dirname(target), '.vanthu-backup-'));
  try {
    const found = await gather(o, join(work, 'store.sqlite'));
    const manifest = await archive(o, found, join(work, 'backup'));
    await rename(join(work, 'backup'), target);
    return manifest;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};
