import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../../shared/kernel/time.ts';
import { fsAnchors } from '../../adapters/fs/anchors.ts';
import type { AnchorBody, Anchors } from '../../ports/anchors.ts';
import { type AnchorFile, type AnchorsChecked, checkAnchors } from './check-anchors.ts';
import { checkEvents } from './check-events.ts';
import { checkFeed } from './check-feed.ts';
import { checkFiles, type FileHash, hashOnDisk } from './check-files.ts';
import { checkStates } from './check-states.ts';
import { eventFault, type Fault, type FaultList, faultList, inOrder } from './fault.ts';
import { readStoreFile, type StoreFile } from './store-file.ts';

export type VerifyOptions = {
  dataDir: string;
  anchorDir: string;
  /** PEM bundles of the roots trusted for anchors and their timestamps; the root in `keys/` when empty. */
  roots: readonly string[];
  /** Hash every stored file that an event names. */
  files: boolean;
  /** Where files and anchors lie when not on this machine's disk. */
  store?: JournalStore | undefined;
};
export type JournalStore = { anchors: Anchors; sha256Of: FileHash };
export type JournalReport = {
  ok: boolean;
  /** `states`: streams whose kept state was compared with the replay of their events. */
  counts: { streams: number; events: number; states: number; anchors: number; files: number };
  lastAnchor: { seq: number; at: Instant; timestampedAt: Instant } | undefined;
  /** Events after the last anchor: only the hash chain protects these. */
  afterLastAnchor: number;
  faultCount: number;
  /** In the order of the feed; the first names the first broken event. */
  faults: Fault[];
};

const certificatesIn = (path: string): Uint8Array[] =>
  (readFileSync(path, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
    (pem) => new Uint8Array(new X509Certificate(pem).raw),
  );

const rootsFor = (o: VerifyOptions): Uint8Array[] => {
  const local = join(o.dataDir, 'keys', 'ca-root.crt.pem');
  const paths = o.roots.length === 0 && existsSync(local) ? [local] : o.roots;
  return paths.flatMap(certificatesIn);
};

const checkStoreItself = (store: StoreFile, faults: FaultList): void => {
  for (const problem of store.problems())
    faults.add({ about: 'store', message: `tệp kho dữ liệu bị hỏng: ${problem}` });
};

/** That each anchored event is still there with the hash it had: whatever came before it in its stream is then fixed by the chain. */
const compareAnchored = (store: StoreFile, faults: FaultList) => {
  const told = new Set<string>();
  return (anchor: AnchorBody): void => {
    for (const { stream, version, hash } of anchor.heads) {
      const now = store.hashAt(stream, version);
      if (now === hash || told.has(stream)) continue;
      told.add(stream);
      const what = now === undefined ? 'đã bị cắt' : 'đã bị thay bằng một sự kiện khác';
      const message = `mốc ${anchor.seq} (${anchor.at}) đã thấy sự kiện số ${version} của luồng này, nay ${what}`;
      faults.add({ ...eventFault({ stream, seq: version }, message), anchor: anchor.seq });
    }
  };
};

/** Anchors are listed before the store is read: an anchor made meanwhile would name events that this snapshot does not have. */
const listed = async (o: VerifyOptions) => {
  const anchors = o.store?.anchors ?? fsAnchors({ directory: o.anchorDir });
  const numbers = await anchors.list();
  return async function* (): AsyncGenerator<AnchorFile> {
    for (const seq of numbers) yield { seq, file: await anchors.read(seq) };
  };
};

const countAfter = (store: StoreFile, anchors: AnchorsChecked): number => {
  let after = 0;
  for (const { stream, seq } of store.feed()) if (seq > (anchors.heads.get(stream)?.version ?? 0)) after += 1;
  return after;
};

const check = async (store: StoreFile, o: VerifyOptions, list: () => AsyncGenerator<AnchorFile>) => {
  const faults = faultList();
  checkStoreItself(store, faults);
  const events = checkEvents(store, faults);
  const broken = new Set(faults.kept.flatMap((fault) => fault.stream ?? []));
  const states = checkStates(store, broken, faults);
  const roots = rootsFor(o);
  const anchors = await checkAnchors(list(), { roots, faults, onHeads: compareAnchored(store, faults) });
  if (roots.length === 0 && anchors.anchors > 0)
    faults.add({ about: 'anchor', message: 'không có chứng thư gốc để kiểm tra mốc: hãy chỉ ra bằng --root' });
  checkFeed(store, anchors, faults);
  const files = o.files
    ? await checkFiles(o.store?.sha256Of ?? hashOnDisk(join(o.dataDir, 'files')), events.files, faults)
    : 0;
  const counts = { streams: events.streams, events: events.events, states, anchors: anchors.anchors, files };
  return { counts, faults, lastAnchor: anchors.last, afterLastAnchor: countAfter(store, anchors) };
};

const unreadable = (error: unknown): JournalReport => {
  const message = `không đọc được kho dữ liệu: ${error instanceof Error ? error.message : String(error)}`;
  const counts = { streams: 0, events: 0, states: 0, anchors: 0, files: 0 };
  const faults: Fault[] = [{ about: 'store', message }];
  return { ok: false, counts, lastAnchor: undefined, afterLastAnchor: 0, faultCount: 1, faults };
};

/** Kiểm tra nhật ký (verify-journal): every chain, every anchor, every named file, without a running office, and without network unless files and anchors lie in a store. */
export const verifyJournal = async (o: VerifyOptions): Promise<JournalReport> => {
  try {
    const list = await listed(o);
    const store = readStoreFile(join(o.dataDir, 'store.sqlite'));
    try {
      const { faults, ...found } = await check(store, o, list);
      const faultCount = faults.count();
      return { ok: faultCount === 0, ...found, faultCount, faults: inOrder(faults.kept) };
    } finally {
      store.close();
    }
  } catch (error) {
    return unreadable(error);
  }
};
