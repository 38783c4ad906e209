import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, CreateStackCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { loadStage, type StageConfig } from '../../infra/stage.ts';
import { stageDifference } from '../../tools/deploy/difference.ts';
import { emptyBucket } from '../../tools/deploy/empty-bucket.ts';
import { outputsOf, placesOf } from '../../tools/deploy/stacks.ts';
import { takeDown } from '../../tools/deploy/take-down.ts';
import { uploadApp } from '../../tools/deploy/upload.ts';
import { withMoto } from '../support/moto.ts';
import { asOperator, OPERATOR } from '../support/operator.ts';

const REGION = 'ap-southeast-1';
const BUCKET = { Type: 'AWS::S3::Bucket', Properties: {} };

await withMoto((moto) => {
  asOperator({ ...OPERATOR, AWS_ENDPOINT_URL: moto.endpoint, AWS_ENDPOINT_URL_S3: moto.endpoint });
  const in_ = (region: string) => ({ ...moto.client, region });
  const makeStack = (StackName: string, template: object) =>
    new CloudFormationClient(in_(REGION)).send(
      new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template) }),
    );

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
