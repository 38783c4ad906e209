import { AttributeType, Billing, ProjectionType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { isKept, removalOf } from '../keeps.ts';
import type { StageConfig } from '../stage.ts';

/** The index of commits whose events wait for the feed. */
export const OUTBOX_INDEX = 'outbox';
const text = (name: string) => ({ name, type: AttributeType.STRING });

/**
 * The one table of streams, events and views. The adapter states the same definition for tests and a developer's machine
 * (functions/adapters/dynamodb/table.ts); test/infra compares both.
 */
export const recordsTable = (scope: Construct, stage: StageConfig): TableV2 =>
  new TableV2(scope, 'Records', {
    partitionKey: text('pk'),
    sortKey: text('sk'),
    globalSecondaryIndexes: [
      {
        indexName: OUTBOX_INDEX,
        partitionKey: text('outbox'),
        sortKey: text('outboxAt'),
        projectionType: ProjectionType.KEYS_ONLY,
      },
    ],
    billing: Billing.onDemand(),
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: 'ttl',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
    deletionProtection: isKept(stage),
    removalPolicy: removalOf(stage),
  });

/** What the rest of the platform needs of the table, whoever made it. */
export type RecordsTable = { tableName: string; tableArn: string; tableStreamArn?: string | undefined };

/** The table that a restore made in the place of ours (docs/runbook.md); its settings are the operator's, since CloudFormation does not own it. */
export const restoredTable = (scope: Construct, stage: StageConfig): RecordsTable | undefined =>
  stage.restoredTable === undefined
    ? undefined
    : TableV2.fromTableAttributes(scope, 'RestoredRecords', {
        tableName: stage.restoredTable.name,
        tableStreamArn: stage.restoredTable.streamArn,
      });
