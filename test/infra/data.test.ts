import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { TTL_ATTRIBUTE, tableDefinition } from '../../functions/adapters/dynamodb/table.ts';
import { everyStatement, type Found, type Platform, SAMPLES, sample, synthesise, testStage } from './templates.ts';

const platforms = new Map(SAMPLES.map((name) => [name, synthesise(sample(name))] as const));
const onEvery = (check: (platform: Platform) => void): void => {
  for (const platform of platforms.values()) check(platform);
  expect(platforms.size).toBe(3);
};
const STATEFUL = new Set([
  'AWS::DynamoDB::GlobalTable',
  'AWS::S3::Bucket',
  'AWS::KMS::Key',
  'AWS::KMS::Alias',
  'AWS::Cognito::UserPool',
  'AWS::SecretsManager::Secret',
  'AWS::Backup::BackupVault',
]);
const stateful = (platform: Platform): Found[] => platform.found.filter(({ type }) => STATEFUL.has(type));
const bucketNamed = (platform: Platform, name: string): Found => {
  const found = platform.of('AWS::S3::Bucket').find(({ id }) => id.startsWith(name));
  if (found === undefined) throw new Error(`no bucket ${name}`);
  return found;
};

describe('what holds records', () => {
  it('every bucket is closed to the public and answers only over TLS', () =>
    onEvery((platform) => {
      const buckets = platform.of('AWS::S3::Bucket');
      expect(buckets.length).toBeGreaterThanOrEqual(6);
      for (const { id, properties } of buckets) {
        expect(properties.PublicAccessBlockConfiguration, id).toEqual({
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        });
        const refused = everyStatement(platform).filter(
          ({ on, statement }) => on.properties.Bucket === id && statement.Effect === 'Deny',
        );
        const conditions = refused.map(({ statement }) => statement.Condition);
        expect(conditions, id).toContainEqual({ Bool: { 'aws:SecureTransport': 'false' } });
      }
    }));

  it('keeps older versions of working files, and the archive under Object Lock for the term of the stage', () =>
    onEvery((platform) => {
      expect(bucketNamed(platform, 'Files').properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
      const { ObjectLockEnabled, ObjectLockConfiguration } = bucketNamed(platform, 'Archive').properties;
      expect(ObjectLockEnabled).toBe(true);
      const Rule = z.object({ Rule: z.object({ DefaultRetention: z.object({ Mode: z.string(), Days: z.number() }) }) });
      const { Mode } = Rule.parse(ObjectLockConfiguration).Rule.DefaultRetention;
      expect(Mode).toBe(platform === platforms.get('sample-production') ? 'COMPLIANCE' : 'GOVERNANCE');
    }));

  it('builds the very table that the adapter is written for', () =>
    onEvery((platform) => {
      const [table] = platform.of('AWS::DynamoDB::GlobalTable');
      const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, BillingMode } = tableDefinition;
      const { StreamViewType } = tableDefinition.StreamSpecification;
      expect(table?.properties).toMatchObject({
        KeySchema,
        AttributeDefinitions,
        GlobalSecondaryIndexes,
        BillingMode,
        StreamSpecification: { StreamViewType },
        TimeToLiveSpecification: { AttributeName: TTL_ATTRIBUTE, Enabled: true },
        Replicas: [
          { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 } },
        ],
      });
    }));

  it('stays when the stack of an office goes', () => {
    for (const name of ['sample-production', 'sample-ward'] as const) {
      const platform = platforms.get(name);
      if (platform === undefined) throw new Error(name);
      expect(stateful(platform).filter(({ deletion }) => deletion !== 'Retain')).toEqual([]);
      const [table] = platform.of('AWS::DynamoDB::GlobalTable');
      expect(table?.properties.Replicas).toMatchObject([{ DeletionProtectionEnabled: true }]);
      for (const pool of platform.of('AWS::Cognito::UserPool'))
        expect(pool.properties.DeletionProtection).toBe('ACTIVE');
      for (const stack of platform.made.app.synth().stacks) expect(stack.terminationProtection, stack.id).toBe(true);
    }
  });

  it('goes with a stage that was made to be torn down', () => {
    const platform = synthesise(testStage());
    expect(stateful(platform).filter(({ deletion }) => deletion !== 'Delete')).toEqual([]);
    for (const stack of platform.made.app.synth().stacks) expect(stack.terminationProtection, stack.id).toBe(false);
  });

  it('keeps its logical names, or a deployment would make empty ones in their place', () =>
    expect(
      Object.fromEntries([...platforms].map(([name, platform]) => [name, stateful(platform).map(({ id }) => id)])),
    ).toMatchSnapshot());

  it('is described in plain ASCII, so that a restored table can be imported into its stack', () => {
    // CloudFormation gives other letters back as question marks, and `cdk import` then takes every resource for changed.
    for (const { made, templates } of platforms.values())
      expect(JSON.stringify(templates.get(made.data.stack.stackName))).toMatch(/^[\x20-\x7e]+$/);
  });
});

describe('the trail and the backups', () => {
  it('record who used the keys and the archive, in files that prove themselves whole', () =>
    onEvery((platform) => {
      const [trail] = platform.of('AWS::CloudTrail::Trail');
      expect(trail?.properties).toMatchObject({ EnableLogFileValidation: true, IsMultiRegionTrail: true });
      const archive = bucketNamed(platform, 'Archive').id;
      expect(trail?.properties.EventSelectors).toContainEqual({
        ReadWriteType: 'All',
        IncludeManagementEvents: true,
        DataResources: [{ Type: 'AWS::S3::Object', Values: [`<${archive}>/`] }],
      });
    }));

  it('keep what the plan makes under the lock that the stage asks for', () => {
    const lock = (name: (typeof SAMPLES)[number]) =>
      platforms.get(name)?.of('AWS::Backup::BackupVault')[0]?.properties.LockConfiguration;
    expect(lock('sample-production')).toEqual({ MinRetentionDays: 30, ChangeableForDays: 3 });
    expect(lock('sample-ward')).toEqual({ MinRetentionDays: 30 });
    expect(lock('sample-demo')).toBeUndefined();
  });
});
