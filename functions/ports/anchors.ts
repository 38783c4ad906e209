import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as z from 'zod';
import { canonicalHash } from '../../shared/kernel/event-record.ts';
import { Hash } from '../../shared/kernel/ids.ts';
import { Instant } from '../../shared/kernel/time.ts';

export const AnchorReason = z.enum(['daily', 'issue', 'demand']);
export type AnchorReason = z.infer<typeof AnchorReason>;

export const AnchoredHead = z.strictObject({ stream: z.string(), version: z.number().int().positive(), hash: Hash });
export type AnchoredHead = z.infer<typeof AnchoredHead>;

/** What an anchor (mốc chốt nhật ký) says: these streams had come this far, and the anchor before had this SHA-256. */
export const AnchorBody = z.strictObject({
  format: z.literal('vanthu-anchor/1'),
  seq: z.number().int().positive(),
  at: Instant,
  reason: AnchorReason,
  /** SHA-256 of the whole file of the anchor before; GENESIS for the first. */
  previous: Hash,
  /** Place in the change feed up to which this anchor has seen the journal. */
  cursor: z.string(),
  /** Only streams that moved since the anchor before, in order of their names. */
  heads: z.array(AnchoredHead).min(1),
});
export type AnchorBody = z.infer<typeof AnchorBody>;

/** The stored file: RFC 8785 JSON of this. `timestamp` is an RFC 3161 token over the signature value. */
export const SignedAnchor = z.strictObject({
  body: AnchorBody,
  algorithm: z.enum(['ECDSA_SHA_256', 'RSASSA_PKCS1_V1_5_SHA_256']),
  /** DER, leaf first. */
  chain: z.array(z.base64()).min(1).max(8),
  signature: z.base64(),
  timestamp: z.base64(),
});
export type SignedAnchor = z.infer<typeof SignedAnchor>;

/** What the key signs: short for any signing device, and never mistakable for the attributes of a document's signature. */
export const anchorMessage = (body: AnchorBody): Uint8Array =>
  new TextEncoder().encode(`vanthu-anchor/1\n${canonicalHash(body)}\n`);

/** How the next anchor names this file. */
export const anchorHash = (file: Uint8Array): Hash => Hash.parse(bytesToHex(sha256(file)));

/**
 * Append-only place for anchors, outside the data directory: whoever can change the journal must not be able to change these. The name is the
 * number alone, so two processes that anchor at once cannot both write number n.
 */
export interface Anchors {
  /** Write once, durable before it resolves; false when the number is taken. */
  add(seq: number, file: Uint8Array): Promise<boolean>;
  read(seq: number): Promise<Uint8Array | undefined>;
  /** Numbers in ascending order. */
  list(): Promise<number[]>;
}
