import { createHash, verify, X509Certificate } from 'node:crypto';
import { GENESIS } from '../../../shared/kernel/event-record.ts';
import type { Hash } from '../../../shared/kernel/ids.ts';
import { type Instant, instant } from '../../../shared/kernel/time.ts';
import { decodeCursor } from '../../adapters/cursor.ts';
import { checkChain } from '../../paper/verify/chain.ts';
import { checkTimestamp } from '../../paper/verify/timestamp.ts';
import { anchorHash, anchorMessage, SignedAnchor } from '../../ports/anchors.ts';
import type { FaultList } from './fault.ts';

/** `number` and the bytes as they lie in the anchor directory; undefined when the file is gone. */
export type AnchorFile = { seq: number; file: Uint8Array | undefined };
export type AnchorsChecked = {
  anchors: number;
  /** Furthest anchored version of each stream, with the first anchor that saw it, over the anchors that hold. */
  heads: Map<string, { version: number; hash: Hash; anchor: number }>;
  /** Place in the feed before which everything is anchored; 0 without an anchor that holds. */
  coveredUpTo: number;
  last: { seq: number; at: Instant; timestampedAt: Instant } | undefined;
};

const parse = (file: Uint8Array): SignedAnchor | undefined => {
  try {
    return SignedAnchor.safeParse(JSON.parse(new TextDecoder().decode(file))).data;
  } catch {
    return undefined;
  }
};
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

const signatureHolds = (anchor: SignedAnchor, leaf: X509Certificate): boolean => {
  try {
    const isRsa = leaf.publicKey.asymmetricKeyType === 'rsa';
    if (isRsa !== (anchor.algorithm === 'RSASSA_PKCS1_V1_5_SHA_256')) return false;
    return verify('sha256', anchorMessage(anchor.body), leaf.publicKey, bytesOf(anchor.signature));
  } catch {
    return false;
  }
};

type Judged = { problem: string } | { anchor: SignedAnchor; timestampedAt: Instant; subject: string };

/** Signature, time and chain of one anchor; the chain is judged at the proven time. */
const judge = (anchor: SignedAnchor, roots: readonly Uint8Array[]): Judged => {
  const [der, ...embedded] = anchor.chain.map(bytesOf);
  let leaf: X509Certificate;
  try {
    leaf = new X509Certificate(der ?? new Uint8Array());
  } catch {
    return { problem: 'chứng thư số của mốc không đọc được' };
  }
  if (!signatureHolds(anchor, leaf)) return { problem: 'chữ ký của mốc không khớp: mốc đã bị sửa' };
  const imprint = new Uint8Array(createHash('sha256').update(bytesOf(anchor.signature)).digest());
  const time = checkTimestamp(bytesOf(anchor.timestamp), { imprint, roots });
  if (!time.ok) return { problem: `dấu thời gian của mốc không đạt: ${time.problem}` };
  const chain = checkChain(leaf, { embedded, roots, at: time.at });
  if (!chain.trusted) return { problem: `chứng thư số của mốc không đạt: ${chain.problem ?? 'không đáng tin cậy'}` };
  return { anchor, timestampedAt: instant(time.at), subject: leaf.subject };
};

const placeOf = (cursor: string): number => {
  try {
    const place = Number(decodeCursor('changes', cursor));
    return Number.isSafeInteger(place) ? place : 0;
  } catch {
    return 0; // made by another engine: its places say nothing about this file
  }
};

const keepHeads = (anchor: SignedAnchor, checked: AnchorsChecked): void => {
  for (const { stream, version, hash } of anchor.body.heads) {
    const known = checked.heads.get(stream);
    if (known === undefined || known.version < version)
      checked.heads.set(stream, { version, hash, anchor: anchor.body.seq });
  }
};

/** What the anchors before leave to the next: the hash it must name (undefined after a lost one) and who signed. */
type Thread = { seq: number; previous: Hash | undefined; subject: string | undefined; isWhole: boolean };

const judgeInTurn = (anchor: SignedAnchor | undefined, thread: Thread, roots: readonly Uint8Array[]): Judged => {
  if (anchor === undefined) return { problem: 'tệp mốc bị hỏng, không đọc được' };
  const judged = judge(anchor, roots);
  if ('problem' in judged) return judged;
  if (anchor.body.seq !== thread.seq) return { problem: `tệp mốc mang số khác bên trong (${anchor.body.seq})` };
  if (thread.subject !== undefined && thread.subject !== judged.subject)
    return { problem: 'mốc do chủ thể khác các mốc trước ký' };
  return judged;
};

/**
 * Every anchor in order: number without gap, link to the one before, one and the same signer, signature, timestamp, chain to a given root. `onHeads`
 * gets the anchors that hold, one by one: also heads that a later anchor passes must still be there.
 */
export const checkAnchors = async (
  files: AsyncIterable<AnchorFile>,
  o: { roots: readonly Uint8Array[]; faults: FaultList; onHeads: (anchor: SignedAnchor['body']) => void },
): Promise<AnchorsChecked> => {
  const checked: AnchorsChecked = { anchors: 0, heads: new Map(), coveredUpTo: 0, last: undefined };
  const thread: Thread = { seq: 0, previous: GENESIS, subject: undefined, isWhole: true };
  const fail = (anchor: number, message: string): void => {
    thread.isWhole = false;
    o.faults.add({ about: 'anchor', anchor, message });
  };
  for await (const { seq, file } of files) {
    for (thread.seq += 1; thread.seq < seq; thread.seq += 1) {
      fail(thread.seq, 'thiếu mốc này');
      thread.previous = undefined;
    }
    checked.anchors += 1;
    const judged = judgeInTurn(file === undefined ? undefined : parse(file), thread, o.roots);
    if ('problem' in judged) fail(seq, judged.problem);
    else {
      const { anchor } = judged;
      if (thread.previous !== undefined && anchor.body.previous !== thread.previous)
        fail(seq, `mốc không nối với mốc ${seq - 1}: mốc trước đã bị sửa hoặc thay`);
      thread.subject = judged.subject;
      keepHeads(anchor, checked);
      o.onHeads(anchor.body);
      // Past a lost anchor nobody can say any more that each event was anchored.
      if (thread.isWhole) checked.coveredUpTo = Math.max(checked.coveredUpTo, placeOf(anchor.body.cursor));
      checked.last = { seq, at: anchor.body.at, timestampedAt: judged.timestampedAt };
    }
    thread.previous = file === undefined ? undefined : anchorHash(file);
  }
  return checked;
};
