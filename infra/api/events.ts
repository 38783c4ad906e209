import { Duration, type Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { type FunctionName, TIME_ZONE } from '../../functions/platform.ts';
import { triggersOf } from '../contracts.ts';
import type { Data } from '../data-stack.ts';
import type { StageConfig } from '../stage.ts';
import type { PlatformFunction } from './platform-function.ts';
import type { WorkQueue, WorkQueues } from './queues.ts';
import { allow } from './roles.ts';

export type Functions = ReadonlyMap<FunctionName, PlatformFunction>;
type Consumer = { target: PlatformFunction; role: Role };

/** Event items of a stream (functions/adapters/dynamodb/items.ts), in every way they can change: a change or removal of one is tampering. */
const EVENT_ITEMS = FilterCriteria.filter({
  eventName: FilterRule.or('INSERT', 'MODIFY', 'REMOVE'),
  dynamodb: { Keys: { pk: { S: FilterRule.beginsWith('s#') }, sk: { S: FilterRule.beginsWith('e#') } } },
});

/** The stream forgets after a day; four hours before that a record is given up, which is time enough to keep it elsewhere. */
const LONGEST_TRIED = Duration.hours(20);

/**
 * The relay on the table's stream. What cannot be read the function itself sets aside, so a batch that fails meets a document in other hands (a
 * rebuild, the turn of somebody who died) or a service that is down: it is tried again however often, and the alarm on its age calls somebody after
 * minutes. A record on which the code itself breaks is cornered by halving the batch; it goes whole, not by reference, into the failures bucket.
 */
const onStream = (stack: Stack, { target, role }: Consumer, data: Data): void => {
  const streamArn = data.table.tableStreamArn;
  if (streamArn === undefined) throw new Error('the table has no stream');
  const { failures } = data.buckets;
  const reading = allow(stack, 'RelayReadsTheStream', {
    role,
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    resources: [streamArn],
  });
  const mapping = new EventSourceMapping(stack, 'RelayStream', {
    target,
    eventSourceArn: streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    maxRecordAge: LONGEST_TRIED,
    supportS3OnFailureDestination: true,
    onFailure: { bind: () => ({ destination: failures.bucketArn }) },
    filters: [EVENT_ITEMS],
  });
  mapping.node.addDependency(reading);
};

const onQueue = (
  stack: Stack,
  { target, role }: Consumer,
  o: { id: string; work: WorkQueue; batchSize: number; maxConcurrency: number },
): void => {
  const { queue } = o.work;
  const reading = allow(stack, `${o.id}Reads`, {
    role,
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
    resources: [queue.queueArn],
  });
  const mapping = new EventSourceMapping(stack, `${o.id}Messages`, {
    target,
    eventSourceArn: queue.queueArn,
    batchSize: o.batchSize,
    maxConcurrency: o.maxConcurrency,
    reportBatchItemFailures: true,
  });
  mapping.node.addDependency(reading);
};

/** By Hà Nội time; the function learns from the task which of its schedules woke it. */
const onSchedule = (stack: Stack, functions: Functions): void => {
  const wanted = [...functions].flatMap(([name, target]) =>
    triggersOf(name).flatMap((trigger) => (trigger.kind === 'schedule' ? [{ target, ...trigger }] : [])),
  );
  const role = new Role(stack, 'Scheduler', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
  const resources = [...new Set(wanted.map(({ target }) => target))].map((target) => target.functionArn);
  const invoking = allow(stack, 'SchedulerInvokes', { role, actions: ['lambda:InvokeFunction'], resources });
  for (const { target, name, expression } of wanted) {
    const schedule = new CfnSchedule(stack, `Schedule-${name}`, {
      description: `Văn Thư: ${name}`,
      scheduleExpression: expression,
      scheduleExpressionTimezone: TIME_ZONE,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: target.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ task: name }),
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
      },
    });
    schedule.node.addDependency(invoking);
  }
};

/** Everything that calls a function without a person waiting for it. */
export const connectEvents = (
  stack: Stack,
  o: { stage: StageConfig; data: Data; functions: Functions; queues: WorkQueues; roleOf: (name: FunctionName) => Role },
): void => {
  const consumer = (name: FunctionName): Consumer => {
    const target = o.functions.get(name);
    if (target === undefined) throw new Error(`no function ${name}`);
    return { target, role: o.roleOf(name) };
  };
  const sizes = {
    // One document at a time: each takes seconds, and a failed one must not repeat its neighbours.
    issuing: { batchSize: 1, maxConcurrency: o.stage.issueConcurrency },
    mail: { batchSize: 5, maxConcurrency: 2 },
  };
  for (const name of o.functions.keys()) {
    for (const trigger of triggersOf(name)) {
      if (trigger.kind === 'stream') onStream(stack, consumer(name), o.data);
      if (trigger.kind === 'queue')
        onQueue(stack, consumer(name), { id: name, work: o.queues[trigger.queue], ...sizes[trigger.queue] });
    }
  }
  onSchedule(stack, o.functions);
};
