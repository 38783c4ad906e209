import type { SealedEvent } from '../../../shared/kernel/event-record.ts';
import { canonicalJson, streamKey, verifyChain } from '../../../shared/kernel/event-record.ts';
import { Hash } from '../../../shared/kernel/ids.ts';
import type { Store } from '../../ports/store.ts';
import { filesOf } from './copy-files.ts';
import { feedOf, type Head, headsOf, type Kept, MoveRefused } from './end.ts';

const PAGE = 200;

const historyOf = async (store: Store, { ref, version }: Head): Promise<SealedEvent[]> => {
  const events: SealedEvent[] = [];
  while (events.length < version) {
    const more = await store.history(ref, events.length + 1, PAGE);
    if (more.length === 0) break;
    events.push(...more);
  }
  return events;
};

const stateOf = async (store: Store, { ref }: Head): Promise<string> => {
  const [stream] = (await store.load([ref])).streams;
  return canonicalJson(stream?.state ?? null);
};

/** That a stream arrived whole: same head, unbroken chain, same state. */
const checkStream = async (source: Store, target: Store, heads: { sent: Head; arrived: Head | undefined }) => {
  const { sent, arrived } = heads;
  const name = streamKey(sent.ref);
  if (arrived?.version !== sent.version || arrived.head !== sent.head)
    throw new MoveRefused(
      `luồng ${name}: nguồn có ${sent.version} sự kiện, đích có ${arrived?.version ?? 0} hoặc khác mã băm`,
    );
  const chain = verifyChain(name, await historyOf(target, sent));
  if (!chain.ok) throw new MoveRefused(`luồng ${name} ở đích đứt chuỗi tại sự kiện ${chain.fault.seq}`);
  if (chain.head !== sent.head) throw new MoveRefused(`luồng ${name} ở đích có sự kiện khác ở cuối`);
  if ((await stateOf(source, sent)) !== (await stateOf(target, sent)))
    throw new MoveRefused(`luồng ${name}: trạng thái ở đích khác nguồn`);
};

/** That both feeds tell the same events in the same order: anchors name places in it. The files they name are read and hashed at the target. */
const checkFeeds = async (source: Kept, target: Kept) => {
  const arrived = feedOf(target.store);
  const files = new Set<string>();
  let events = 0;
  for await (const sent of feedOf(source.store)) {
    const next = await arrived.next();
    const other = next.done === true ? undefined : next.value;
    if (other === undefined || streamKey(other.ref) !== streamKey(sent.ref) || other.event.hash !== sent.event.hash)
      throw new MoveRefused(`dòng thời gian ở đích khác nguồn từ sự kiện thứ ${events + 1}`);
    for (const file of filesOf(sent)) files.add(file);
    events += 1;
  }
  if ((await arrived.next()).done !== true) throw new MoveRefused('đích có nhiều sự kiện hơn nguồn');
  return { events, files };
};

const sameAnchors = async (source: Kept, target: Kept): Promise<number> => {
  const [sent, arrived] = [await source.anchors.list(), await target.anchors.list()];
  if (sent.join() !== arrived.join()) throw new MoveRefused(`nguồn có ${sent.length} mốc, đích có ${arrived.length}`);
  return sent.length;
};

export type MoveCounts = { streams: number; events: number; files: number; anchors: number };

/** Kiểm tra sau khi chuyển: every stream, the order of the feed, every named file, every anchor. Throws {@link MoveRefused} at the first difference. */
export const checkMove = async (source: Kept, target: Kept): Promise<MoveCounts> => {
  const [sent, arrived] = [await headsOf(source.store), await headsOf(target.store)];
  for (const name of arrived.keys())
    if (!sent.has(name)) throw new MoveRefused(`đích có luồng ${name} mà nguồn không có`);
  for (const [name, head] of sent)
    await checkStream(source.store, target.store, { sent: head, arrived: arrived.get(name) });
  const { events, files } = await checkFeeds(source, target);
  for (const file of files) {
    const [area = '', owner = '', sha256 = ''] = file.split('/');
    const found = await target.files.get(area, owner, Hash.parse(sha256));
    if (found === undefined) throw new MoveRefused(`đích thiếu tệp ${file}`);
  }
  return { streams: sent.size, events, files: files.size, anchors: await sameAnchors(source, target) };
};
