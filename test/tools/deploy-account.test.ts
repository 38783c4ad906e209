import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACMClient, ImportCertificateCommand } from '@aws-sdk/client-acm';
import { CloudFormationClient, CreateStackCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../functions/adapters/local-keys/certificate.ts';
import { spkiOf } from '../../functions/adapters/local-keys/key-folder.ts';
import { loadStage, type StageConfig } from '../../infra/stage.ts';
import { stageDifference } from '../../tools/deploy/difference.ts';
import { emptyBucket } from '../../tools/deploy/empty-bucket.ts';
import { preflight } from '../../tools/deploy/preflight.ts';
import { outputsOf, placesOf } from '../../tools/deploy/stacks.ts';
import { takeDown } from '../../tools/deploy/take-down.ts';
import { uploadApp } from '../../tools/deploy/upload.ts';
import { pemOf } from '../support/kms-keys.ts';
import { withMoto } from '../support/moto.ts';
import { asOperator, OPERATOR } from '../support/operator.ts';

const REGION = 'ap-southeast-1';
const ACCOUNT = '123456789012';
/** For one name, valid until the end of 2045. */
const selfSigned = (commonName: string): { certificate: string; key: string } => {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = { commonName };
  const issuer = { subject, key, spki: spkiOf(key) };
  const serial = new Uint8Array(randomBytes(16));
  const der = makeCertificate({ subject, spki: issuer.spki, purpose: 'root', issuer, serial });
  return { certificate: pemOf(der), key: key.export({ type: 'pkcs8', format: 'pem' }).toString() };
};
const END = Date.parse('2045-12-31T00:00:00Z');
const BUCKET = { Type: 'AWS::S3::Bucket', Properties: {} };

await withMoto(async (moto) => {
  const account = { concurrent: 1000, ses: true, verified: true };
  /** What moto does not know of Lambda and SES is answered here, the rest of SES by moto. */
  const services = new Hono()
    .get('/2016-08-19/account-settings', (c) => c.json({ AccountLimit: { ConcurrentExecutions: account.concurrent } }))
    .get('/v2/email/account', (c) => c.json({ ProductionAccessEnabled: account.ses }))
    .get('/v2/email/identities/:name', (c) => c.json({ VerifiedForSendingStatus: account.verified }));
  const server = serve({ fetch: services.fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  const { port }: Pick<AddressInfo, 'port'> = Object(server.address());
  const stub = `http://127.0.0.1:${port}`;
  afterAll(() => void server.close());
  asOperator({
    ...OPERATOR,
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_ENDPOINT_URL_S3: moto.endpoint,
    AWS_ENDPOINT_URL_LAMBDA: stub,
    AWS_ENDPOINT_URL_SESV2: stub,
  });
  const in_ = (region: string) => ({ ...moto.client, region });
  const makeStack = (StackName: string, template: object, region = REGION) =>
    new CloudFormationClient(in_(region)).send(
      new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template) }),
    );
  const bootstrap = (region: string, version: string) =>
    makeStack('CDKToolkit', { Resources: { B: BUCKET }, Outputs: { BootstrapVersion: { Value: version } } }, region);
  const certificateFor = async (region: string, name: string): Promise<string> => {
    const { certificate, key } = selfSigned(name);
    const [Certificate, PrivateKey] = [Buffer.from(certificate), Buffer.from(key)];
    const answer = await new ACMClient(in_(region)).send(new ImportCertificateCommand({ Certificate, PrivateKey }));
    return answer.CertificateArn ?? '';
  };
  const discovery: typeof fetch = async (address) =>
    Response.json({
      issuer: String(address).replace('/.well-known/openid-configuration', ''),
      authorization_endpoint: 'https://x.vn/a',
      token_endpoint: 'https://x.vn/t',
    });
  const find = (stage: StageConfig, o = { fetch: discovery, now: Date.now() }) => preflight(stage, o);
  const broken = async (...asked: Parameters<typeof find>): Promise<string[]> =>
    (await find(...asked)).filter(({ ok }) => !ok).map(({ subject, says }) => `${subject}: ${says}`);

  describe('checks before a deployment', () => {
    const secrets = new SecretsManagerClient(in_(REGION));
    let stage: StageConfig;
    beforeAll(async () => {
      const sample = loadStage('sample-production');
      const secret = await secrets.send(
        new CreateSecretCommand({ Name: 'smtp', SecretString: 'smtps://u:p@mail.vn:465' }),
      );
      await bootstrap(REGION, '28');
      stage = {
        ...sample,
        account: ACCOUNT,
        domain: {
          name: 'vanthu.example.gov.vn',
          regionCertificateArn: await certificateFor(REGION, 'api.vanthu.example.gov.vn'),
          globalCertificateArn: await certificateFor('us-east-1', 'vanthu.example.gov.vn'),
        },
        mail: { transport: 'smtp', from: 'x@example.gov.vn', secretArn: secret.ARN ?? '' },
      };
    });

    it('say which region is not bootstrapped, and pass once everything is there', async () => {
      expect(await broken(stage)).toEqual([
        `Chuẩn bị CDK: vùng us-east-1 chưa được chuẩn bị: chạy npx cdk bootstrap aws://${ACCOUNT}/us-east-1`,
      ]);
      await bootstrap('us-east-1', '28');
      expect(await broken(stage)).toEqual([]);
      expect((await find(stage)).length).toBe(8);
    });

    it('refuse another account and a new account that may run ten functions', async () => {
      expect(await broken({ ...stage, account: '999999999999' })).toEqual([expect.stringContaining(ACCOUNT)]);
      account.concurrent = 10;
      expect(await broken(stage)).toEqual([expect.stringContaining('chỉ chạy được 10 lượt')]);
      account.concurrent = 1000;
    });

    it('refuse a certificate that is absent, of another name, or about to end', async () => {
      const { domain } = stage;
      if (domain === undefined) throw new Error('the stage has a domain');
      const swapped = { ...domain, regionCertificateArn: `${domain.regionCertificateArn}0` };
      expect(await broken({ ...stage, domain: swapped })).toEqual([expect.stringContaining('ResourceNotFound')]);
      expect(await broken({ ...stage, domain: { ...domain, name: 'khac.vn' } })).toEqual([
        expect.stringContaining('không có api.khac.vn'),
        expect.stringContaining('không có khac.vn'),
      ]);
      const nearEnd = { fetch: discovery, now: END - 10 * 86_400_000 };
      expect(await broken(stage, nearEnd)).toEqual([
        expect.stringContaining('chỉ còn'),
        expect.stringContaining('chỉ còn'),
      ]);
    });

    it('refuse a mail secret that is still a placeholder, and never show what it holds', async () => {
      const SecretId = stage.mail.transport === 'smtp' ? stage.mail.secretArn : '';
      await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: 'điền-sau-hunter2' }));
      const found = await broken(stage);
      expect(found).toEqual([expect.stringContaining('chưa có địa chỉ máy chủ thư')]);
      expect(found.join()).not.toContain('hunter2');
      await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: 'smtps://u:p@mail.vn:465' }));
    });

    it('refuse SES that is unverified or in its sandbox, where an office in use would write', async () => {
      await new SESv2Client({ ...in_(REGION), endpoint: moto.endpoint }).send(
        new CreateEmailIdentityCommand({ EmailIdentity: 'example.gov.vn' }),
      );
      const mail = { transport: 'ses' as const, from: 'x@example.gov.vn', identity: 'example.gov.vn' };
      expect(await broken({ ...stage, mail })).toEqual([]);
      account.ses = false;
      expect(await broken({ ...stage, mail })).toEqual([expect.stringContaining('production access')]);
      expect(await broken({ ...stage, kind: 'test', mail })).toEqual([]);
      account.verified = false;
      expect(await broken({ ...stage, mail })).toEqual([expect.stringContaining('chưa được xác thực')]);
    });

    it('refuse an identity provider that does not answer as itself', async () => {
      const other: typeof fetch = async () => new Response('', { status: 404 });
      expect(await broken(stage, { fetch: other, now: Date.now() })).toEqual([expect.stringContaining('404')]);
    });
  });

  describe('a deployed stage', () => {
    const stage: StageConfig = { ...loadStage('sample-demo'), name: 'thu' };
    const assembly = mkdtempSync(join(tmpdir(), 'vanthu-assembly-'));
    const write = (id: string, template: object) =>
      writeFileSync(join(assembly, `${id}.template.json`), JSON.stringify(template));

    it('is compared with what is deployed; a removed bucket is a loss', async () => {
      await makeStack('vanthu-thu-data', { Resources: { Files: BUCKET, Old: BUCKET } });
      write('Data', { Resources: { Files: BUCKET, Queue: { Type: 'AWS::SQS::Queue' } } });
      for (const id of ['Api', 'Observability']) write(id, { Resources: { Q: { Type: 'AWS::SQS::Queue' } } });
      const [data, api] = await stageDifference(stage, assembly);
      expect(data).toMatchObject({ isNew: false, added: 1, changed: 0, removed: 1 });
      expect(data?.losses).toEqual([expect.stringContaining('Old (AWS::S3::Bucket)')]);
      expect(api).toMatchObject({ isNew: true, added: 1, losses: [] });
    });

    it('that lacks a stack tells so, instead of half opening', async () => {
      expect(await outputsOf({ name: 'vanthu-thu-api', region: REGION })).toBeUndefined();
      await expect(placesOf(stage)).rejects.toThrow(/chưa được triển khai đủ .*ISSUING_QUEUE/);
    });

    it('is taken down from the alarms to the data, every version of its buckets first', async () => {
      const s3 = new S3Client({ ...moto.client, forcePathStyle: true });
      const listed = new ListStackResourcesCommand({ StackName: 'vanthu-thu-data' });
      const resources = (await new CloudFormationClient(in_(REGION)).send(listed)).StackResourceSummaries ?? [];
      const Bucket = resources[0]?.PhysicalResourceId ?? '';
      await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
      for (const Body of ['1', '2']) await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body }));
      const [calls, lines]: [string[], string[]] = [[], []];
      const runCdk = async ([verb = '', id = '']: readonly string[]) => calls.push(`${verb} ${id}`) * 0;
      expect(await takeDown(stage, { assembly, runCdk, print: (line) => lines.push(line) })).toBe(true);
      expect(calls).toEqual(['destroy Data']);
      expect(lines).toContain(`${Bucket}: đã xóa 2 phiên bản tệp`);
      expect((await s3.send(new ListObjectVersionsCommand({ Bucket }))).Versions ?? []).toEqual([]);
    });

    it('loses what is locked in governance, and keeps what is locked in compliance', async () => {
      const s3 = new S3Client({ ...moto.client, forcePathStyle: true });
      const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
      const until = new Date(Date.now() + 86_400_000);
      for (const mode of ['GOVERNANCE', 'COMPLIANCE'] as const) {
        const Bucket = `locked-${mode.toLowerCase()}`;
        await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration, ObjectLockEnabledForBucket: true }));
        const lock = { ObjectLockMode: mode, ObjectLockRetainUntilDate: until };
        await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1', ...lock }));
      }
      expect(await emptyBucket(s3, 'locked-governance')).toBe(1);
      await expect(emptyBucket(s3, 'locked-compliance')).rejects.toThrow('không xóa được locked-compliance/a');
      expect(await emptyBucket(s3, 'no-such-bucket')).toBe(0);
    });
  });

  it('the browser app is uploaded with its types and how long each file keeps', async () => {
    const s3 = new S3Client({ ...in_('us-east-1'), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'app' }));
    const folder = mkdtempSync(join(tmpdir(), 'vanthu-web-'));
    mkdirSync(join(folder, 'assets'));
    for (const file of ['index.html', 'assets/index-B3xk9_Qd.js', 'assets/index-B3xk9_Qd.js.map'])
      writeFileSync(join(folder, file), file);
    expect(await uploadApp(s3, { bucket: 'app', folder })).toBe(2);
    const page = await s3.send(new GetObjectCommand({ Bucket: 'app', Key: 'index.html' }));
    expect(page).toMatchObject({ CacheControl: 'no-cache', ContentType: 'text/html; charset=utf-8' });
    const script = await s3.send(new GetObjectCommand({ Bucket: 'app', Key: 'assets/index-B3xk9_Qd.js' }));
    expect(script.CacheControl).toContain('immutable');
    expect(await Promise.all([page, script].map(({ Body }) => Body?.transformToString()))).toEqual([
      'index.html',
      'assets/index-B3xk9_Qd.js',
    ]);
  });
});
