import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { backups } from './data/backup.ts';
import { buckets } from './data/buckets.ts';
import { people } from './data/people.ts';
import { permissions } from './data/permissions.ts';
import { secrets } from './data/secrets.ts';
import { signingKeys } from './data/signing-keys.ts';
import { type RecordsTable, recordsTable, restoredTable } from './data/table.ts';
import { trail } from './data/trail.ts';
import { isKept } from './keeps.ts';
import type { StageConfig } from './stage.ts';

export const stackOf = (app: App, stage: StageConfig, name: string, region = stage.region): Stack =>
  new Stack(app, name, {
    stackName: `vanthu-${stage.name}-${name.toLowerCase()}`,
    description: `vanthu ${stage.name}: ${name}`,
    env: { region, ...(stage.account === undefined ? {} : { account: stage.account }) },
    tags: { 'vanthu:stage': stage.name },
    terminationProtection: isKept(stage),
  });

const output = (stack: Stack, values: Record<string, string>): void => {
  for (const [name, value] of Object.entries(values)) new CfnOutput(stack, `${name}Name`, { value });
};

/** Everything that must outlive any deployment: records, files, keys, secrets, people, and the proof of who used them. */
export const dataStack = (app: App, stage: StageConfig) => {
  const stack = stackOf(app, stage, 'Data');
  const own = recordsTable(stack, stage);
  const table: RecordsTable = restoredTable(stack, stage) ?? own;
  const made = buckets(stack, stage);
  // Shared by `sign` and `issue`: here, because the policies of the keys name it.
  const signing = new Role(stack, 'Signing', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: 'The only role that may call kms:Sign',
  });
  const keys = signingKeys(stack, stage, signing);
  const { session, origin } = secrets(stack, stage);
  const pool = people(stack, stage);
  const may = permissions(stack, { table, buckets: made, session, origin });
  backups(stack, stage, { table, files: made.files });
  trail(stack, made);
  output(stack, {
    Table: table.tableName,
    FilesBucket: made.files.bucketName,
    ArchiveBucket: made.archive.bucketName,
    SearchBucket: made.search.bucketName,
    FailuresBucket: made.failures.bucketName,
  });
  if (pool !== undefined) new CfnOutput(stack, 'PeoplePoolId', { value: pool.userPoolId });
  return { stack, table, buckets: made, signing, keys, session, origin, pool, may };
};
export type Data = ReturnType<typeof dataStack>;
