import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import * as z from 'zod';
import { type Issuer, makeCertificate, type Purpose } from '../../functions/adapters/local-keys/certificate.ts';
import { spkiOf } from '../../functions/adapters/local-keys/key-folder.ts';
import { localTsa } from '../../functions/adapters/local-tsa/local-tsa.ts';
import { systemClock } from '../../functions/adapters/system/clock.ts';

export const PASSPHRASE = 'mat-khau-cua-thu-muc-khoa';
const Address = z.object({ port: z.number() });

export const freePort = async (): Promise<number> => {
  const socket = createSocket();
  await new Promise<void>((resolve) => socket.listen(0, '127.0.0.1', resolve));
  const { port } = Address.parse(socket.address());
  await new Promise((resolve) => socket.close(resolve));
  return port;
};

/** A certification authority outside the office, which is not the demo's. */
export const authority = () => {
  const key = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const rootKey = key();
  const subject = { commonName: 'Gốc chứng thực thử nghiệm', organisation: 'Tổ chức chứng thực' };
  const root: Issuer = { subject, key: rootKey, spki: spkiOf(rootKey) };
  const certify = (commonName: string, own: KeyObject, purpose: Purpose): Uint8Array =>
    makeCertificate({
      subject: { commonName },
      spki: spkiOf(own),
      purpose,
      issuer: root,
      serial: new Uint8Array(randomBytes(16)),
    });
  const rootCertificate = makeCertificate({
    subject,
    spki: root.spki,
    purpose: 'root',
    issuer: root,
    serial: new Uint8Array(randomBytes(16)),
  });
  const pem = (der: Uint8Array) => new X509Certificate(der).toString();
  return { key, certify, pem, root: rootCertificate };
};
export type Authority = ReturnType<typeof authority>;

export const keyPem = (key: KeyObject, passphrase?: string): string =>
  key
    .export(
      passphrase === undefined
        ? { type: 'pkcs8', format: 'pem' }
        : { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase },
    )
    .toString();

/** What a real office finds outside: an identity provider and a time stamp authority. */
export const outside = async (ca: Authority) => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] };
  const tsaKey = ca.key();
  const chain = [ca.certify('Dấu thời gian thử nghiệm', tsaKey, 'timestamp'), ca.root];
  const tsa = localTsa({
    authority: { chain, sign: (message) => new Uint8Array(sign('sha256', message, tsaKey)) },
    clock: systemClock,
  });
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (request.url === '/tsa')
        return void tsa.respond(new Uint8Array(Buffer.concat(parts))).then((answer) => response.end(answer));
      response.setHeader('content-type', 'application/json');
      const endpoints = { authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` };
      const known = request.url === '/jwks' ? jwks : { issuer, ...endpoints, jwks_uri: `${issuer}/jwks` };
      response.end(JSON.stringify(known));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const tokenOf = (person: string) =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setIssuer(issuer)
      .setSubject(person)
      .setAudience('api')
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(privateKey);
  return { issuer, tokenOf, close: () => server.close() };
};
export type Outside = Awaited<ReturnType<typeof outside>>;

/** A machine on which the real command is run: a folder, its environment, its processes. */
export const aMachine = async (o: { issuer: string }) => {
  const folder = mkdtempSync(join(tmpdir(), 'vanthu-office-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const running = new Set<ChildProcess>();
  const environment = {
    PATH: process.env.PATH ?? '',
    DATA_DIR: join(folder, 'data'),
    ANCHOR_DIR: join(folder, 'anchors'),
    PORT: String(port),
    PUBLIC_URL: url,
    TIMESTAMP_URL: `${o.issuer}/tsa`,
    KEY_PASSPHRASE: PASSPHRASE,
    OIDC_PROVIDERS: JSON.stringify([{ issuer: o.issuer, clientId: 'web', audience: 'api' }]),
  };
  type Changes = Readonly<Record<string, string | undefined>>;
  const start = (args: readonly string[], changes: Changes = {}) => {
    const set = Object.entries({ ...environment, ...changes }).filter(([, value]) => value !== undefined);
    const child = spawn(process.execPath, ['--no-warnings', 'functions/entry/start.ts', ...args], {
      env: Object.fromEntries(set),
    });
    running.add(child);
    const said = { out: '', err: '' };
    child.stdout.on('data', (text: Buffer) => {
      said.out += text.toString();
    });
    child.stderr.on('data', (text: Buffer) => {
      said.err += text.toString();
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    void ended.then(() => running.delete(child));
    return { child, said, ended };
  };
  return {
    folder,
    url,
    dataDir: environment.DATA_DIR,
    anchorDir: environment.ANCHOR_DIR,
    file: (name: string, content: string | Uint8Array): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    },
    /** To its end: what it said, and how it ended. */
    run: async (args: readonly string[], changes: Changes = {}) => {
      const { said, ended } = start(args, changes);
      const code = await ended;
      return { ...said, code };
    },
    /** Until it says that it serves; `stop` ends it as an administrator would. */
    serve: async (args: readonly string[], changes: Changes = {}) => {
      const { child, said, ended } = start(args, changes);
      await new Promise<void>((resolve, reject) => {
        child.stdout.on('data', () => {
          if (said.out.includes('đang chạy tại')) resolve();
        });
        void ended.then((code) => reject(new Error(`ended with ${code}: ${said.out}${said.err}`)));
      });
      return {
        said,
        stop: async () => {
          child.kill('SIGTERM');
          return ended;
        },
      };
    },
    remove: async () => {
      for (const child of running) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
export type Machine = Awaited<ReturnType<typeof aMachine>>;
