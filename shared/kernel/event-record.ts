import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import * as z from 'zod';
import { Hash } from './ids.ts';

/** Address of a stream: `document/01H…`, `register/CV.2023`, `authority/p01`. */
export const StreamRef = z.object({ aggregate: z.string(), id: z.string() });
export type StreamRef = z.infer<typeof StreamRef>;
export const streamKey = (ref: StreamRef): string => `${ref.aggregate}/${ref.id}`;

/**
 * An event as it is kept for ever: `bytes` is the RFC 8785 canonical JSON of {@link EventBody}, `hash` its SHA-256.
 * The body names the previous hash, so the events of a stream are a chain.
 */
export const SealedEvent = z.object({ seq: z.number().int().positive(), hash: Hash, bytes: z.string() });
export type SealedEvent = z.infer<typeof SealedEvent>;

export const EventBody = z.object({
  stream: z.string(),
  seq: z.number().int().positive(),
  schema: z.number().int().positive(),
  prev: Hash,
  event: z.looseObject({ type: z.string(), at: z.string() }),
});
export type EventBody = z.infer<typeof EventBody>;

/** `prev` of the first event of a stream. */
export const GENESIS = Hash.parse('0'.repeat(64));

export const hashOf = (text: string): Hash => Hash.parse(bytesToHex(sha256(utf8ToBytes(text))));
export const canonicalJson = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('value has no canonical JSON form');
  return text;
};
/** SHA-256 over the RFC 8785 canonical JSON of a value. */
export const canonicalHash = (value: unknown): Hash => hashOf(canonicalJson(value));

/** Seals the events that follow `head` (hash of the last stored event, GENESIS for a new stream) at `version`. */
export const sealEvents = (
  ref: StreamRef,
  after: { version: number; head: Hash },
  schema: number,
  events: readonly { type: string }[],
): SealedEvent[] => {
  let prev = after.head;
  return events.map((event, index) => {
    const seq = after.version + index + 1;
    const bytes = canonicalJson({ stream: streamKey(ref), seq, schema, prev, event });
    prev = hashOf(bytes);
    return { seq, hash: prev, bytes };
  });
};

export type ChainFault = {
  stream: string;
  seq: number;
  fault: 'unreadable' | 'altered' | 'out-of-order' | 'broken-link';
};

/** Checks one stream from its first event on; the first fault, or the head. */
export const verifyChain = (
  stream: string,
  events: Iterable<SealedEvent>,
): { ok: true; head: Hash; version: number } | { ok: false; fault: ChainFault } => {
  let prev = GENESIS;
  let version = 0;
  for (const sealed of events) {
    const fail = (fault: ChainFault['fault']) => ({ ok: false as const, fault: { stream, seq: version + 1, fault } });
    if (sealed.seq !== version + 1) return fail('out-of-order');
    if (hashOf(sealed.bytes) !== sealed.hash) return fail('altered');
    const body = EventBody.safeParse(parseJson(sealed.bytes));
    if (!body.success) return fail('unreadable');
    if (body.data.stream !== stream || body.data.seq !== sealed.seq) return fail('out-of-order');
    if (body.data.prev !== prev) return fail('broken-link');
    prev = sealed.hash;
    version = sealed.seq;
  }
  return { ok: true, head: prev, version };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
