import { type SealedEvent, streamKey, verifyChain } from '../../../../shared/kernel/event-record.ts';
import { Hash } from '../../../../shared/kernel/ids.ts';
import type { Anchors } from '../../../ports/anchors.ts';
import type { Store } from '../../../ports/store.ts';
import { type AnchorsChecked, checkAnchors } from '../../journal/check-anchors.ts';
import { compareWithReplay, STATE_CHANGED } from '../../journal/check-states.ts';
import { eventFault, type FaultList, faultList, inOrder } from '../../journal/fault.ts';
import type { JournalReport } from '../../journal/verify.ts';
import { filesOf } from '../../move/copy-files.ts';
import { feedOf, type Head, headsOf, type Kept } from '../../move/end.ts';

const PAGE = 200;
const CHAIN: Readonly<Record<string, string>> = {
  altered: 'nội dung đã bị sửa: không khớp với mã băm được lưu',
  unreadable: 'không đọc được như một sự kiện',
  'out-of-order': 'thiếu, thừa hoặc bị đổi chỗ',
  'broken-link': 'đứt chuỗi băm: sự kiện này hoặc sự kiện ngay trước nó đã bị sửa, chèn hoặc thay',
};

/** Heads that anchors name, by stream: each must still be there. */
type Anchored = Map<string, Map<number, { hash: Hash; anchor: number }>>;

const readAnchors = async (o: { anchors: Anchors; roots: readonly Uint8Array[]; faults: FaultList }) => {
  const numbers = await o.anchors.list();
  const files = async function* () {
    for (const seq of numbers) yield { seq, file: await o.anchors.read(seq) };
  };
  const named: Anchored = new Map();
  const checked = await checkAnchors(files(), {
    roots: o.roots,
    faults: o.faults,
    onHeads: ({ seq, heads }) => {
      for (const { stream, version, hash } of heads) {
        const of = named.get(stream) ?? new Map();
        named.set(stream, of.set(version, { hash, anchor: seq }));
      }
    },
  });
  if (o.roots.length === 0 && checked.anchors > 0)
    o.faults.add({ about: 'anchor', message: 'không có chứng thư gốc để kiểm tra mốc (settings/roots.pem)' });
  return { checked, named };
};

const eventsOf = async (store: Store, ref: Head['ref']): Promise<SealedEvent[]> => {
  const events: SealedEvent[] = [];
  for (;;) {
    const more = await store.history(ref, events.length + 1, PAGE);
    events.push(...more);
    if (more.length < PAGE) return events;
  }
};

/** Whatever an engine says about what it cannot read is a fault of that place, not the end of the check. */
const reading = async <T>(
  faults: FaultList,
  about: 'feed' | 'stream',
  work: () => Promise<T>,
): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    faults.add({ about, message: `không đọc được: ${error instanceof Error ? error.message : String(error)}` });
    return undefined;
  }
};

type Check = { kept: Kept; faults: FaultList; named: Anchored; counts: JournalReport['counts'] };

const compareAnchored = (o: Check, stream: string, events: readonly SealedEvent[]): void => {
  for (const [version, { hash, anchor }] of o.named.get(stream) ?? []) {
    const now = events[version - 1]?.hash;
    if (now === hash) continue;
    const what = now === undefined ? 'đã bị cắt' : 'đã bị thay bằng một sự kiện khác';
    o.faults.add({ ...eventFault({ stream, seq: version }, `mốc ${anchor} đã thấy sự kiện này, nay ${what}`), anchor });
  }
  o.named.delete(stream);
};

/** Chain, stored head, stored state and anchors of one stream. */
const checkStream = async (o: Check, { ref, version, head }: Head): Promise<void> => {
  const stream = streamKey(ref);
  const events = await eventsOf(o.kept.store, ref);
  o.counts.events += events.length;
  const chain = verifyChain(stream, events);
  compareAnchored(o, stream, events);
  if (!chain.ok) {
    const { seq, fault } = chain.fault;
    o.faults.add(eventFault({ stream, seq }, CHAIN[fault] ?? fault));
    return;
  }
  const [kept] = (await o.kept.store.load([ref])).streams;
  const last = events[version - 1]?.hash;
  if (last !== head) o.faults.add(eventFault({ stream, seq: version }, 'dòng thời gian và luồng không khớp nhau'));
  if (kept?.version !== chain.version || kept.head !== chain.head)
    o.faults.add(eventFault({ stream, seq: chain.version + 1 }, `luồng đã ghi đến số ${kept?.version ?? 0}`));
  const compared = compareWithReplay(
    ref.aggregate,
    events.map(({ bytes }) => bytes),
    JSON.stringify(kept?.state ?? null),
  );
  if (compared !== 'unknown') o.counts.states += 1;
  if (compared === 'other') o.faults.add(eventFault({ stream, seq: chain.version }, STATE_CHANGED));
};

/** Every file once, against the hash under which an event names it. */
const checkFile = async (o: Check, file: string): Promise<void> => {
  const [area = '', owner = '', sha256 = ''] = file.split('/');
  try {
    if ((await o.kept.files.get(area, owner, Hash.parse(sha256))) === undefined)
      o.faults.add({ about: 'file', file, message: 'mất tệp mà sự kiện nhắc đến' });
  } catch {
    o.faults.add({ about: 'file', file, message: 'tệp đã bị thay: nội dung không khớp mã băm' });
  }
};

const walkFeed = async (o: Check, last: AnchorsChecked, withFiles: boolean): Promise<number> => {
  const files = new Set<string>();
  let after = 0;
  await reading(o.faults, 'feed', async () => {
    for await (const change of feedOf(o.kept.store)) {
      if (change.event.seq > (last.heads.get(streamKey(change.ref))?.version ?? 0)) after += 1;
      if (withFiles) for (const file of filesOf(change)) files.add(file);
    }
  });
  for (const file of files) await checkFile(o, file);
  o.counts.files = files.size;
  return after;
};

/**
 * Kiểm tra nhật ký of an office on any engine, through its ports: every chain, every stored state, every anchor, the feed, and with `files` every
 * file that an event names. Reads the whole journal, one stream at a time. What only a store's own bytes show (rows that no list names) is for
 * verify-journal on a copy (npm run move).
 */
export const verifyKept = async (
  kept: Kept,
  { roots, files }: { roots: readonly Uint8Array[]; files: boolean },
): Promise<JournalReport> => {
  const faults = faultList();
  const { checked, named } = await readAnchors({ anchors: kept.anchors, roots, faults });
  const counts = { streams: 0, events: 0, states: 0, anchors: checked.anchors, files: 0 };
  const check: Check = { kept, faults, named, counts };
  const afterLastAnchor = await walkFeed(check, checked, files);
  for (const head of (await reading(faults, 'stream', () => headsOf(kept.store)))?.values() ?? []) {
    counts.streams += 1;
    await reading(faults, 'stream', () => checkStream(check, head));
  }
  for (const stream of [...named.keys()]) compareAnchored(check, stream, []);
  const faultCount = faults.count();
  return {
    ok: faultCount === 0,
    counts,
    lastAnchor: checked.last,
    afterLastAnchor,
    faultCount,
    faults: inOrder(faults.kept),
  };
};
