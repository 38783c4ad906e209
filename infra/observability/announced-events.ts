import type { Stack } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Topic } from 'aws-cdk-lib/aws-sns';

/** Ways to take a signing key away or to give it to somebody else. */
const KEY_CHANGES = [
  'CreateGrant',
  'DeleteAlias',
  'DisableKey',
  'PutKeyPolicy',
  'ReplicateKey',
  'ScheduleKeyDeletion',
  'UpdateAlias',
  'UpdatePrimaryRegion',
];

/** What no metric counts, told as it happens: once is once too often. */
export const announceEvents = (stack: Stack, o: { topic: Topic; failures: Bucket; keys: readonly Key[] }): void => {
  const announce = (text: string) => new SnsTopic(o.topic, { message: RuleTargetInput.fromText(text) });
  new Rule(stack, 'RelayGaveUp', {
    description: 'The relay gave stream records up',
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      // What a redrive has carried is put aside under `done/` (functions/entry/aws/operate/redrive.ts): no news.
      detail: { bucket: { name: [o.failures.bucketName] }, object: { key: [{ 'anything-but': { prefix: 'done/' } }] } },
    },
    targets: [
      announce(
        `Bộ chuyển sự kiện đã bỏ cuộc với một lô thay đổi; bản đầy đủ nằm ở ${EventField.fromPath('$.detail.object.key')}. Xem sổ tay vận hành, mục chạy lại.`,
      ),
    ],
  });
  new Rule(stack, 'KeysTouched', {
    description: 'Somebody changed a signing key, its policy or its name',
    eventPattern: {
      source: ['aws.kms'],
      detailType: ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: ['kms.amazonaws.com'],
        eventName: KEY_CHANGES,
        resources: { ARN: o.keys.map((key) => key.keyArn) },
      },
    },
    targets: [
      announce(
        `Khóa ký bị thay đổi: ${EventField.fromPath('$.detail.eventName')} bởi ${EventField.fromPath('$.detail.userIdentity.arn')}. Nếu không phải việc đã định, ngừng ký ngay.`,
      ),
    ],
  });
};
