import { Duration, type Stack } from 'aws-cdk-lib';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { platform } from '../../functions/platform.ts';
import type { StageConfig } from '../stage.ts';

const house = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) };

export type WorkQueue = { queue: Queue; dead: Queue };

/** A slow effect per queue, and behind it the messages that were tried in vain: they wait there for a person, whole. */
const workQueue = (stack: Stack, o: { id: string; name: string; timeout: number; attempts: number }): WorkQueue => {
  // The dead-letter queue names its source by a name made here: naming each other by reference would be a circle.
  const source = stack.formatArn({ service: 'sqs', resource: o.name });
  const dead = new Queue(stack, `${o.id}Dead`, {
    ...house,
    queueName: `${o.name}-dead`,
    redriveAllowPolicy: {
      redrivePermission: RedrivePermission.BY_QUEUE,
      sourceQueues: [Queue.fromQueueArn(stack, `${o.id}Source`, source)],
    },
  });
  const queue = new Queue(stack, o.id, {
    ...house,
    queueName: o.name,
    // Six times the function's time limit: Lambda's own advice, so that no message is seen twice while it is worked on.
    visibilityTimeout: Duration.seconds(6 * o.timeout),
    deadLetterQueue: { queue: dead, maxReceiveCount: o.attempts },
  });
  return { queue, dead };
};

export const workQueues = (stack: Stack, stage: StageConfig) => ({
  issuing: workQueue(stack, {
    id: 'Issuing',
    name: `vanthu-${stage.name}-issuing`,
    timeout: platform.issue.timeout,
    attempts: 5,
  }),
  mail: workQueue(stack, {
    id: 'Mail',
    name: `vanthu-${stage.name}-mail`,
    timeout: platform.mail.timeout,
    attempts: 5,
  }),
});
export type WorkQueues = ReturnType<typeof workQueues>;
