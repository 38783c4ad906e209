import { hashOf, streamKey } from '../../../shared/kernel/event-record.ts';
import { CommandId, PersonId } from '../../../shared/kernel/ids.ts';
import { type Instant, milliseconds } from '../../../shared/kernel/time.ts';
import type { Change, Store } from '../../ports/store.ts';
import { checkMove, type MoveCounts } from './check-move.ts';
import { copyBesides, copyFile, filesOf } from './copy-files.ts';
import { feedOf, type Head, headsOf, type Kept, MoveRefused } from './end.ts';

const MOVER = PersonId.parse('system');
/** Long enough to see after a crash that an event had arrived, then gone: the events themselves say it too. */
const REMEMBERED_SECONDS = 86_400;
const TELL_EVERY = 1_000;

/** The target is empty, or holds the beginning of this very office: an earlier move that stopped. */
const refuseStrangers = async (source: Kept, target: Kept): Promise<Map<string, Head>> => {
  const arrived = await headsOf(target.store);
  for (const [name, { ref, version, head }] of arrived) {
    const [event] = await source.store.history(ref, version, 1);
    if (event?.hash !== head)
      throw new MoveRefused(`đích đã có nội dung khác: luồng ${name} không phải của cơ quan này`);
  }
  for (const seq of await target.anchors.list()) {
    const [ours, theirs] = [await source.anchors.read(seq), await target.anchors.read(seq)];
    if (ours === undefined || theirs === undefined || Buffer.compare(ours, theirs) !== 0)
      throw new MoveRefused(`đích đã có mốc ${seq} khác với nguồn`);
  }
  return arrived;
};

/** The state that an event leads to, when it is the last of its stream; the states in between are nobody's to read. */
const stateAfter = async (store: Store, { ref, event }: Change, heads: Map<string, Head>): Promise<unknown> => {
  const known = heads.get(streamKey(ref));
  if (known !== undefined && known.version > event.seq) return null;
  const [stream] = (await store.load([ref])).streams;
  if (stream === undefined) throw new Error(`${streamKey(ref)} was not loaded`);
  heads.set(streamKey(ref), { ref, version: stream.version, head: stream.head });
  return stream.version === event.seq ? stream.state : null;
};

/**
 * One event, one commit: places in the feed then count events at every engine, so that the place which the last anchor names never lies behind an
 * event that it has not seen.
 */
const copyEvent = async (o: CopyOptions, change: Change, sent: Map<string, Head>): Promise<void> => {
  const { ref, event } = change;
  const address = `${streamKey(ref)}#${event.seq}`;
  const committed = await o.target.store.commit({
    streams: [{ ref, expected: event.seq - 1, state: await stateAfter(o.source.store, change, sent), events: [event] }],
    guards: [],
    command: {
      id: CommandId.parse(`move:${hashOf(address)}`),
      actor: MOVER,
      bodyHash: event.hash,
      answer: null,
      expiresAt: Math.floor(milliseconds(o.now()) / 1000) + REMEMBERED_SECONDS,
    },
  });
  if (!committed.ok) throw new MoveRefused(`đích không nhận sự kiện ${address}: ${committed.error}`);
};

export type CopyOptions = {
  source: Kept;
  target: Kept;
  /** The wall clock. */
  now: () => Instant;
  log: (line: Record<string, unknown>) => void;
};

/** Everything stored after what has arrived, in the order of the feed, each event after the files that it names. */
const copyEvents = async (o: CopyOptions, arrived: Map<string, Head>): Promise<number> => {
  const sent = await headsOf(o.source.store);
  let copied = 0;
  for await (const change of feedOf(o.source.store)) {
    const { ref, event } = change;
    const name = streamKey(ref);
    if ((arrived.get(name)?.version ?? 0) >= event.seq) continue;
    for (const file of filesOf(change)) await copyFile(o.source.files, o.target.files, file);
    await copyEvent(o, change, sent);
    arrived.set(name, { ref, version: event.seq, head: event.hash });
    copied += 1;
    if (copied % TELL_EVERY === 0) o.log({ event: 'moving', copied });
  }
  return copied;
};

const copyAnchors = async ({ source, target }: CopyOptions): Promise<void> => {
  const there = new Set(await target.anchors.list());
  for (const seq of await source.anchors.list()) {
    const file = there.has(seq) ? undefined : await source.anchors.read(seq);
    if (file !== undefined && !(await target.anchors.add(seq, file)))
      throw new MoveRefused(`đích vừa nhận một mốc ${seq} khác: có chương trình khác đang ghi`);
  }
};

/**
 * Chuyển cơ quan: every event with its exact bytes, the files, the anchors; run again after a crash it goes on, and after new events it brings those.
 * Ends with the check of what arrived. The source must be read-only and the target nobody's.
 *
 * Left behind: answers to commands of the last 30 days (a client that repeats one across the move is refused by the version), and the stored answers of
 * reactions, which the store does not list. Reactions do not begin again, since the caller sets their checkpoints; and when one does, each finds by
 * the state that its step is done.
 */
export const copyOffice = async (o: CopyOptions): Promise<MoveCounts & { copied: number }> => {
  const arrived = await refuseStrangers(o.source, o.target);
  const copied = await copyEvents(o, arrived);
  await copyBesides(o.source, o.target, arrived);
  await copyAnchors(o);
  o.log({ event: 'moved', copied });
  return { ...(await checkMove(o.source, o.target)), copied };
};
