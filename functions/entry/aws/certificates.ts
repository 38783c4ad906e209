import type { S3Client } from '@aws-sdk/client-s3';
import { milliseconds } from '../../../shared/kernel/time.ts';
import type { CertificatesOf } from '../../adapters/kms/certified.ts';
import { readCertificates } from '../../adapters/local-keys/key-folder.ts';
import type { Clock } from '../../ports/clock.ts';
import { readRoots, readSetting } from './s3.ts';

/** How long a certificate or a root is believed without looking again, in milliseconds: a renewed one is used within this time. */
const FRESH = 5 * 60_000;

/** Under `settings/`, where the chain of a key lies: `seal:VP` → `certificates/seal/VP.pem`. Ids hold no slash, so each key has a place of its own. */
export const certificatePlace = (keyRef: string): string => {
  if (!/^(person|seal|anchor):[A-Za-z0-9][A-Za-z0-9._-]*$/.test(keyRef)) throw new Error(`"${keyRef}" names no key`);
  return `certificates/${keyRef.replace(':', '/')}.pem`;
};

/**
 * The enrolled chains of the files bucket, each kept five minutes; absence and failures are not remembered. Throws when a file is broken or empty.
 * Needs `s3:ListBucket`: without it S3 calls an absent object forbidden.
 */
export const bucketCertificates = (o: { client: S3Client; bucket: string; clock: Clock }): CertificatesOf => {
  const kept = new Map<string, { until: number; chain: Uint8Array[] }>();
  return async (keyRef) => {
    const now = milliseconds(o.clock.now());
    const before = kept.get(keyRef);
    if (before !== undefined && now < before.until) return before.chain;
    const place = certificatePlace(keyRef);
    const pem = await readSetting(o.client, o.bucket, place);
    if (pem === undefined) return undefined;
    const chain = readCertificates(pem);
    if (chain.length === 0) throw new Error(`settings/${place} holds no certificate`);
    kept.set(keyRef, { until: now + FRESH, chain });
    return chain;
  };
};

/**
 * The roots that signatures and time stamps must lead to, kept five minutes like the chains: an operator enrols them, or replaces one, while
 * functions run. That there are none is not remembered.
 */
export const bucketRoots = (o: { client: S3Client; bucket: string; clock: Clock }): (() => Promise<Uint8Array[]>) => {
  let kept: { until: number; roots: Uint8Array[] } | undefined;
  return async () => {
    const now = milliseconds(o.clock.now());
    if (kept !== undefined && now < kept.until) return kept.roots;
    const roots = await readRoots(o.client, o.bucket);
    kept = roots.length === 0 ? undefined : { until: now + FRESH, roots };
    return roots;
  };
};
