import { createHash, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aliasOf } from '../../../functions/adapters/kms/alias.ts';
import { certifiedKeys } from '../../../functions/adapters/kms/certified.ts';
import { kmsSigner } from '../../../functions/adapters/kms/signer.ts';
import { spkiOf } from '../../../functions/adapters/local-keys/key-folder.ts';
import { Instant } from '../../../shared/kernel/time.ts';
import { ALIAS_PREFIX, certifier } from '../../support/kms-keys.ts';
import { hasOpenssl, type OpensslKms, opensslKms } from '../../support/openssl-kms.ts';

const clock = { now: () => Instant.parse('2026-03-02T03:00:00.000Z') };
const input = (message: Uint8Array) => ({
  message,
  digest: new Uint8Array(createHash('sha256').update(message).digest()),
});
const x = input(Buffer.from('x'));

describe('the alias of a key', () => {
  it('names unit or person as they are', () => {
    expect(aliasOf(ALIAS_PREFIX, 'seal:VP')).toBe('alias/vanthu-test/seal/VP');
    expect(aliasOf(ALIAS_PREFIX, 'anchor:main')).toBe('alias/vanthu-test/anchor/main');
  });
  it('is refused for a name that KMS could not hold or that leads to another key', () => {
    for (const keyRef of ['seal:A.B', 'seal:VP/x', 'seal:', 'root:x', 'seal:Vă', 'seal:a:b', `seal:${'x'.repeat(250)}`])
      expect(() => aliasOf(ALIAS_PREFIX, keyRef), keyRef).toThrow();
  });
});

describe('an enrolled certificate', () => {
  it('is refused when its key is of a kind or size that readers of PDF do not take', async () => {
    const keys = [
      generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
      generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
      generateKeyPairSync('ed25519').privateKey,
    ];
    for (const key of keys) {
      const chain = certifier().chain('Văn phòng', spkiOf(key), 'seal');
      await expect(certifiedKeys(async () => chain)('seal:VP')).rejects.toThrow('ECDSA P-256 or RSA');
    }
  });
});

describe.skipIf(!hasOpenssl())('a KMS key', () => {
  const ca = certifier();
  let kms: OpensslKms;
  const chains = new Map<string, Uint8Array[]>();
  const signer = (messageType: 'RAW' | 'DIGEST') =>
    kmsSigner({
      client: kms.client,
      aliasPrefix: ALIAS_PREFIX,
      certificatesOf: async (keyRef) => chains.get(keyRef),
      messageType,
      clock,
    });
  beforeAll(async () => {
    kms = await opensslKms();
    const [spki, other] = [kms.makeKey('seal/VP', 'ECC_NIST_P256'), kms.makeKey('seal/KT', 'ECC_NIST_P256')];
    chains.set('seal:VP', ca.chain('Văn phòng', spki, 'seal'));
    chains.set('seal:KT', ca.chain('Phòng Kinh tế', spki, 'seal'));
    chains.set('seal:GONE', ca.chain('Phòng cũ', other, 'seal'));
  });
  afterAll(() => kms.stop());
  const lastType = () => kms.asked.at(-1)?.MessageType;

  it('is given the digest, or the whole message as long as KMS takes it', async () => {
    await signer('DIGEST').sign('seal:VP', x);
    expect(lastType()).toBe('DIGEST');
    await signer('RAW').sign('seal:VP', input(new Uint8Array(4096)));
    expect(lastType()).toBe('RAW');
    await signer('RAW').sign('seal:VP', input(new Uint8Array(4097)));
    expect(lastType()).toBe('DIGEST');
  });

  it('hands out no signature that the enrolled certificate does not verify', async () => {
    await expect(signer('DIGEST').sign('seal:KT', x)).rejects.toThrow('does not verify');
    await expect(signer('RAW').sign('seal:KT', x)).rejects.toThrow('does not verify');
  });

  it('hands out no signature over the digest of another message', async () => {
    const mixed = { message: x.message, digest: input(Buffer.from('y')).digest };
    await expect(signer('DIGEST').sign('seal:VP', mixed)).rejects.toThrow('does not verify');
  });

  it('is named when KMS has none, though a certificate is enrolled', async () => {
    await expect(signer('DIGEST').sign('seal:GONE', x)).rejects.toThrow('KMS has no key alias/vanthu-test/seal/GONE');
  });

  it('signs in the end when KMS throttles for a while', async () => {
    const before = kms.asked.length;
    kms.throttle(2);
    await expect(signer('DIGEST').sign('seal:VP', x)).resolves.toBeInstanceOf(Uint8Array);
    expect(kms.asked.length - before).toBe(3);
  });
});
