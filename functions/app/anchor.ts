import { canonicalJson, GENESIS, streamKey } from '../../shared/kernel/event-record.ts';
import type { Hash } from '../../shared/kernel/ids.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import {
  AnchorBody,
  type AnchoredHead,
  type AnchorReason,
  type Anchors,
  anchorHash,
  anchorMessage,
  SignedAnchor,
} from '../ports/anchors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Signer } from '../ports/signer.ts';
import type { Cursor, Store } from '../ports/store.ts';
import type { Timestamper } from '../ports/timestamp.ts';

export type AnchorDependencies = {
  store: Store;
  anchors: Anchors;
  signer: Signer;
  timestamper: Timestamper;
  clock: Clock;
  /** The key that signs nothing but anchors. */
  keyRef: string;
};
/** `anchored` = streams named by the anchors written now; 0 when nothing had changed and none was written. */
export type Anchored = { seq: number; at: Instant | undefined; anchored: number };

/** The last anchor: what the next one follows. */
type Tip = { seq: number; hash: Hash; at: Instant | undefined; cursor: Cursor | undefined };
const START: Tip = { seq: 0, hash: GENESIS, at: undefined, cursor: undefined };

const PAGE = 500;
/** An anchor stays readable in one piece: a first anchor over a long history becomes several. */
const MOST_CHANGES = 20_000;

const tipOf = (file: Uint8Array): Tip => {
  const { body } = SignedAnchor.parse(JSON.parse(new TextDecoder().decode(file)));
  return { seq: body.seq, hash: anchorHash(file), at: body.at, cursor: body.cursor };
};

/** Another process may have anchored meanwhile: walk on from the one last known; the directory is listed only once. */
const walk = async (anchors: Anchors, known: Tip | undefined): Promise<Tip> => {
  let tip = known;
  if (tip === undefined) {
    const last = (await anchors.list()).at(-1);
    const file = last === undefined ? undefined : await anchors.read(last);
    tip = file === undefined ? START : tipOf(file);
  }
  for (;;) {
    const next = await anchors.read(tip.seq + 1);
    if (next === undefined) return tip;
    tip = tipOf(next);
  }
};

/** Heads that moved after the cursor. The feed may repeat an event, so the furthest one of each stream counts. */
const moved = async (store: Store, after: Cursor | undefined) => {
  const heads = new Map<string, AnchoredHead>();
  let cursor = after;
  let more = true;
  for (let count = 0; more && count < MOST_CHANGES; ) {
    const changes = await store.changes(cursor, PAGE);
    for (const { ref, event } of changes) {
      const stream = streamKey(ref);
      if ((heads.get(stream)?.version ?? 0) < event.seq) {
        heads.set(stream, { stream, version: event.seq, hash: event.hash });
      }
    }
    count += changes.length;
    cursor = changes.at(-1)?.cursor ?? cursor;
    more = changes.length === PAGE;
  }
  return { heads: [...heads.values()].sort((a, b) => (a.stream < b.stream ? -1 : 1)), cursor, more };
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const sha256 = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));

const sign = async (o: AnchorDependencies, body: AnchorBody): Promise<Uint8Array> => {
  const certificates = await o.signer.certificates(o.keyRef);
  if (certificates === undefined) throw new Error(`no key ${o.keyRef} to sign anchors with`);
  const message = anchorMessage(body);
  const signature = await o.signer.sign(o.keyRef, { message, digest: await sha256(message) });
  const signed: SignedAnchor = {
    body,
    algorithm: certificates.algorithm,
    chain: certificates.chain.map(base64),
    signature: base64(signature),
    // Without its time an anchor proves too little: a time stamp authority that does not answer fails the anchor, and the next one covers it.
    timestamp: base64(await o.timestamper.stamp(await sha256(signature))),
  };
  return new TextEncoder().encode(canonicalJson(signed));
};

/** One anchor after `tip`, or undefined when nothing has changed; `lost` when another process took the number. */
const extend = async (
  o: AnchorDependencies,
  { tip, reason }: { tip: Tip; reason: AnchorReason },
): Promise<{ tip: Tip; heads: number; more: boolean } | 'lost' | undefined> => {
  const { heads, cursor, more } = await moved(o.store, tip.cursor);
  if (heads.length === 0) return undefined;
  const at = o.clock.now();
  const body = AnchorBody.parse({
    format: 'vanthu-anchor/1',
    seq: tip.seq + 1,
    at,
    reason,
    previous: tip.hash,
    cursor,
    heads,
  });
  const file = await sign(o, body);
  if (!(await o.anchors.add(body.seq, file))) return 'lost';
  return { tip: tipOf(file), heads: heads.length, more };
};

/**
 * Chốt mốc nhật ký: signs and timestamps how far each stream has come since the anchor before, and that anchor's SHA-256, and puts it outside the
 * data directory. After that not even the tail of the journal can be cut unseen. One at a time in a process; across processes the loser of a
 * number takes the next one. Costs one read of the feed when nothing has changed.
 */
export const makeAnchor = (o: AnchorDependencies) => {
  let known: Tip | undefined;
  const run = async (reason: AnchorReason): Promise<Anchored> => {
    let anchored = 0;
    for (;;) {
      known = await walk(o.anchors, known);
      const made = await extend(o, { tip: known, reason });
      if (made === undefined) return { seq: known.seq, at: known.at, anchored };
      if (made === 'lost') continue;
      known = made.tip;
      anchored += made.heads;
      // What others commit meanwhile is for the next anchor, else a busy office would never be done with this one.
      if (!made.more) return { seq: known.seq, at: known.at, anchored };
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  return (reason: AnchorReason): Promise<Anchored> => {
    const mine = last.then(() => run(reason));
    last = mine.catch(() => undefined); // the caller hears of it; the next anchor must still be tried
    return mine;
  };
};
export type Anchor = ReturnType<typeof makeAnchor>;
