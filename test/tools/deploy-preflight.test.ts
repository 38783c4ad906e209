import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ACMClient, ImportCertificateCommand } from '@aws-sdk/client-acm';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../functions/adapters/local-keys/certificate.ts';
import { spkiOf } from '../../functions/adapters/local-keys/key-folder.ts';
import { loadStage, type StageConfig } from '../../infra/stage.ts';
import { preflight } from '../../tools/deploy/preflight.ts';
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
});
