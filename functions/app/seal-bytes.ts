import * as z from 'zod';
import { Hash, VerificationCode } from '../../shared/kernel/ids.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { SigningCapacity } from '../../shared/organisation/authority.ts';
import type { Files } from '../ports/files.ts';
import type { Paper, Prepared, SignatureAppearance, SignatureField } from '../ports/paper.ts';
import type { Signer } from '../ports/signer.ts';
import type { Timestamper } from '../ports/timestamp.ts';

/** What was prepared for a signature, kept so that every retry embeds into the same bytes. The PDF itself is in Files area `prepared`. */
export const PreparedRecord = z.object({
  document: z.string(),
  contentHash: Hash,
  /** SHA-256 of the whole prepared file: names it, and is what the step-up is bound to. */
  digest: Hash,
  byteRange: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  reserved: z.number(),
  gapDigest: z.string(),
  at: Instant,
  capacity: SigningCapacity.optional(),
  verificationCode: VerificationCode.optional(),
  pages: z.number().int().nonnegative(),
});
export type PreparedRecord = z.infer<typeof PreparedRecord>;

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const decode = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

export type SigningTools = { files: Files; paper: Paper; signer: Signer; timestamper: Timestamper };

/** Stores prepared bytes under a slot; the first to arrive wins and everybody gets the winner's. */
export const keepPrepared = async (
  { files }: Pick<SigningTools, 'files'>,
  slot: string,
  made: { prepared: Prepared; record: Omit<PreparedRecord, 'digest' | 'byteRange' | 'reserved' | 'gapDigest'> },
): Promise<PreparedRecord> => {
  const { prepared, record } = made;
  const digest = await files.put('prepared', record.document, prepared.pdf, 'application/pdf');
  const gapDigest = Buffer.from(prepared.digest).toString('hex');
  const whole: PreparedRecord = {
    ...record,
    digest,
    byteRange: prepared.byteRange,
    reserved: prepared.reserved,
    gapDigest,
  };
  const kept = PreparedRecord.parse(decode(await files.putIfAbsent(slot, encode(whole))));
  await files.putIfAbsent(`prepared/${kept.digest}`, encode(kept));
  return kept;
};

export const readPrepared = async (
  { files }: Pick<SigningTools, 'files'>,
  digest: Hash,
): Promise<PreparedRecord | undefined> => {
  const bytes = await files.read(`prepared/${digest}`);
  return bytes === undefined ? undefined : PreparedRecord.parse(decode(bytes));
};

const preparedOf = async (files: Files, record: PreparedRecord): Promise<Prepared> => {
  const pdf = await files.get('prepared', record.document, record.digest);
  if (pdf === undefined) throw new Error(`prepared file ${record.digest} is missing`);
  return {
    pdf,
    byteRange: record.byteRange,
    reserved: record.reserved,
    digest: new Uint8Array(Buffer.from(record.gapDigest, 'hex')),
  };
};

/** A timestamp that failed is never papered over: the caller refuses the signature or leaves the document visibly stuck. */
export class TimestampUnavailable extends Error {}
export class NoCertificate extends Error {}
/** An office's own signature and seal images are enrolled by people; without one nothing is signed. */
export class NoSignatureImage extends Error {}

/**
 * Signature value and timestamp are each made once (put-if-absent) and reused: ECDSA is not deterministic, and a retry must not leave two
 * different signatures over one act. Returns the finished revision, stored in Files area `paper`.
 */
export const signPrepared = async (
  tools: SigningTools,
  o: { record: PreparedRecord; keyRef: string },
): Promise<{ fileHash: Hash; level: 'B-T' }> => {
  const { files, paper, signer, timestamper } = tools;
  const prepared = await preparedOf(files, o.record);
  const certificates = await signer.certificates(o.keyRef);
  if (certificates === undefined) throw new NoCertificate(o.keyRef);
  const toBeSigned = paper.toBeSigned(prepared, certificates.chain);
  const slot = (kind: string) => `${kind}/${o.record.digest}`;
  const signature =
    (await files.read(slot('signature'))) ??
    (await files.putIfAbsent(slot('signature'), await signer.sign(o.keyRef, toBeSigned)));
  const token =
    (await files.read(slot('timestamp'))) ??
    (await files.putIfAbsent(slot('timestamp'), await stamp(timestamper, signature)));
  const pdf = await paper.embed(prepared, {
    algorithm: certificates.algorithm,
    chain: certificates.chain,
    signature,
    timestampToken: token,
  });
  const fileHash = await files.put('paper', o.record.document, pdf, 'application/pdf');
  return { fileHash, level: 'B-T' };
};

const stamp = async (timestamper: Timestamper, signature: Uint8Array): Promise<Uint8Array> => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(signature)));
  try {
    return await timestamper.stamp(digest);
  } catch (cause) {
    throw new TimestampUnavailable('timestamp authority did not answer', { cause });
  }
};

export type AppearanceOf = (keyRef: string, field: SignatureField) => Promise<SignatureAppearance>;
