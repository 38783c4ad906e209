import { createHash, verify, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '../../functions/ports/clock.ts';
import type { Signer } from '../../functions/ports/signer.ts';
import { Instant } from '../../shared/kernel/time.ts';

export const PERSON = 'person:p01';
export const SEAL = 'seal:VP';
const VALID = Instant.parse('2026-03-02T03:00:00.000Z');

const input = (text: string) => {
  const message = new Uint8Array(Buffer.from(text, 'utf8'));
  return { message, digest: new Uint8Array(createHash('sha256').update(message).digest()) };
};

/**
 * What every engine of the signer port keeps. `open` answers a signer with an ECDSA P-256 key `person:p01` and an RSA-3072 key `seal:VP`, both
 * with a chain that is valid from 2020 to 2045.
 */
export const signerContract = (name: string, open: (clock: Clock) => Promise<Signer>): void => {
  describe(`signing with ${name}`, { timeout: 30_000 }, () => {
    let now = VALID;
    let signer: Signer;
    beforeAll(async () => {
      signer = await open({ now: () => now });
    });
    const leafOf = async (keyRef: string): Promise<X509Certificate> => {
      const [leaf] = (await signer.certificates(keyRef))?.chain ?? [];
      if (leaf === undefined) throw new Error(`no certificate of ${keyRef}`);
      return new X509Certificate(leaf);
    };
    const holds = async (keyRef: string, text: string, signature: Uint8Array) =>
      verify('sha256', input(text).message, (await leafOf(keyRef)).publicKey, signature);

    it('says how each key signs', async () => {
      expect((await signer.certificates(PERSON))?.algorithm).toBe('ECDSA_SHA_256');
      expect((await signer.certificates(SEAL))?.algorithm).toBe('RSASSA_PKCS1_V1_5_SHA_256');
    });

    it('gives the chain leaf first, each certificate issued by the next', async () => {
      for (const keyRef of [PERSON, SEAL]) {
        const chain = ((await signer.certificates(keyRef))?.chain ?? []).map((der) => new X509Certificate(der));
        expect(chain.length).toBeGreaterThan(1);
        for (const [index, above] of chain.slice(1).entries()) expect(chain[index]?.verify(above.publicKey)).toBe(true);
      }
    });

    it('signs what anybody verifies with the certificate, and nothing else', async () => {
      for (const keyRef of [PERSON, SEAL]) {
        const signature = await signer.sign(keyRef, input('Quyết định số 05'));
        expect(await holds(keyRef, 'Quyết định số 05', signature)).toBe(true);
        expect(await holds(keyRef, 'Quyết định số 06', signature)).toBe(false);
      }
    });

    it('signs the same message twice, both valid', async () => {
      for (const keyRef of [PERSON, SEAL])
        for (const signature of [await signer.sign(keyRef, input('x')), await signer.sign(keyRef, input('x'))])
          expect(await holds(keyRef, 'x', signature)).toBe(true);
    });

    it('knows no certificate of a key that is not there, and signs nothing with it', async () => {
      expect(await signer.certificates('person:nobody')).toBeUndefined();
      await expect(signer.sign('person:nobody', input('x'))).rejects.toThrow('person:nobody');
    });

    it('signs nothing when the certificate is not valid yet or no longer', async () => {
      for (const outside of ['2019-12-31T23:59:59.000Z', '2046-01-01T00:00:00.000Z']) {
        now = Instant.parse(outside);
        await expect(signer.sign(PERSON, input('x'))).rejects.toThrow('outside its validity');
      }
      now = VALID;
      expect(await holds(PERSON, 'x', await signer.sign(PERSON, input('x')))).toBe(true);
    });
  });
};
