import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { spkiOf } from '../../functions/adapters/local-keys/key-folder.ts';
import { RETRIES } from '../../functions/entry/aws/state.ts';
import { ALIAS_PREFIX } from './kms-keys.ts';

const SignRequest = z.object({
  KeyId: z.string(),
  SigningAlgorithm: z.enum(['ECDSA_SHA_256', 'RSASSA_PKCS1_V1_5_SHA_256']),
  MessageType: z.enum(['RAW', 'DIGEST']),
  Message: z.base64(),
});
type SignRequest = z.infer<typeof SignRequest>;
const Address = z.object({ port: z.number() });

export const hasOpenssl = (): boolean => spawnSync('openssl', ['version']).status === 0;

/** Node signs messages only; OpenSSL signs a digest that is there already, as KMS does. */
const signDigest = (keyFile: string, digest: Uint8Array): Buffer => {
  const signed = spawnSync('openssl', ['pkeyutl', '-sign', '-inkey', keyFile, '-pkeyopt', 'digest:sha256'], {
    input: digest,
  });
  if (signed.status !== 0) throw new Error(signed.stderr.toString());
  return signed.stdout;
};

/**
 * KMS's Sign over its own protocol, with OpenSSL's keys behind it: moto takes a digest for a message and hashes it again, so what `DIGEST` means
 * cannot be seen there.
 */
export const opensslKms = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vanthu-kms-'));
  const keys = new Map<string, { file: string; key: KeyObject }>();
  const asked: SignRequest[] = [];
  const state = { throttled: 0 };
  const answer = (request: SignRequest): { status: number; body: Record<string, string> } => {
    asked.push(request);
    if (state.throttled > 0) {
      state.throttled -= 1;
      return { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } };
    }
    const found = keys.get(request.KeyId);
    if (found === undefined) return { status: 400, body: { __type: 'NotFoundException', message: 'not found' } };
    const message = Buffer.from(request.Message, 'base64');
    const signature =
      request.MessageType === 'RAW' ? sign('sha256', message, found.key) : signDigest(found.file, message);
    return { status: 200, body: { KeyId: request.KeyId, Signature: signature.toString('base64') } };
  };
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const { status, body: told } = answer(SignRequest.parse(body));
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(told));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new KMSClient({
    ...RETRIES,
    endpoint: `http://127.0.0.1:${Address.parse(server.address()).port}`,
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return {
    client,
    /** What was asked, in order, repetitions included. */
    asked,
    /** The next `count` requests are throttled. */
    throttle: (count: number): void => {
      state.throttled = count;
    },
    /** A key behind that alias; answers its public key (SPKI, DER). */
    makeKey: (path: string, spec: 'ECC_NIST_P256' | 'RSA_3072'): Uint8Array => {
      const { privateKey } =
        spec === 'RSA_3072'
          ? generateKeyPairSync('rsa', { modulusLength: 3072 })
          : generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const file = join(folder, `${keys.size}.pem`);
      writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
      keys.set(`${ALIAS_PREFIX}${path}`, { file, key: privateKey });
      return spkiOf(privateKey);
    },
    stop: (): void => {
      client.destroy();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
export type OpensslKms = Awaited<ReturnType<typeof opensslKms>>;
