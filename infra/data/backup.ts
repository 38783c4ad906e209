import { Duration, TimeZone } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { TIME_ZONE } from '../../functions/platform.ts';
import { acknowledge } from '../acknowledge.ts';
import { removalOf } from '../keeps.ts';
import type { StageConfig } from '../stage.ts';
import type { RecordsTable } from './table.ts';

const SHORTEST = Duration.days(30);
/** Three days in which a lock set by mistake can still be taken off. */
const GRACE = Duration.days(3);

const lockOf = (stage: StageConfig) => {
  if (stage.backup.vaultLock === 'none') return {};
  const lock = { minRetention: SHORTEST };
  return { lockConfiguration: stage.backup.vaultLock === 'compliance' ? { ...lock, changeableFor: GRACE } : lock };
};

const SERVICE_POLICIES = [
  'service-role/AWSBackupServiceRolePolicyForBackup',
  'service-role/AWSBackupServiceRolePolicyForRestores',
  'AWSBackupServiceRolePolicyForS3Backup',
  'AWSBackupServiceRolePolicyForS3Restore',
];
const backupRole = (scope: Construct): Role => {
  const role = new Role(scope, 'BackupRole', {
    assumedBy: new ServicePrincipal('backup.amazonaws.com'),
    managedPolicies: SERVICE_POLICIES.map((name) => ManagedPolicy.fromAwsManagedPolicyName(name)),
  });
  for (const name of SERVICE_POLICIES)
    acknowledge(
      role,
      `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${name}]`,
      'AWS Backup documents this policy as the one that its service role takes; it acts only on what the plan selects.',
    );
  return role;
};

/**
 * Point in time recovery brings back any second of the last 35 days; the vault keeps a copy of each of six months, which nobody can remove. More
 * copies would hold nothing more: the history is only ever appended to, so each contains all that came before it, and anchors tell whether it was
 * touched. Every copy is a whole one and is paid as such. The archive needs none: Object Lock keeps it.
 */
export const backups = (
  scope: Construct,
  stage: StageConfig,
  kept: { table: RecordsTable; files: Bucket },
): BackupVault => {
  const backupVault = new BackupVault(scope, 'Vault', { ...lockOf(stage), removalPolicy: removalOf(stage) });
  const rule = (ruleName: string, cron: Parameters<typeof Schedule.cron>[0], days: number) =>
    new BackupPlanRule({
      ruleName,
      backupVault,
      scheduleExpression: Schedule.cron(cron),
      scheduleExpressionTimezone: TimeZone.of(TIME_ZONE),
      deleteAfter: Duration.days(days),
    });
  const plan = new BackupPlan(scope, 'Backup', {
    backupPlanRules: [rule('monthly', { day: '1', hour: '3', minute: '0' }, 6 * 31)],
  });
  plan.addSelection('Records', {
    role: backupRole(scope),
    resources: [BackupResource.fromArn(kept.table.tableArn), BackupResource.fromArn(kept.files.bucketArn)],
  });
  return backupVault;
};
