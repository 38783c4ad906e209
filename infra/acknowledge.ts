import { CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/** Accepts one finding of the checks, by its exact name, with the reason that makes it right here. */
export const acknowledge = (construct: IConstruct, id: string, reason: string): void =>
  Validations.of(construct).acknowledge({ id, reason });

const logicalId = (bucket: Bucket): string => {
  const element = bucket.node.defaultChild;
  if (!CfnElement.isCfnElement(element)) throw new Error(`${bucket.node.path} has no element`);
  return Stack.of(bucket).getLogicalId(element);
};

/** Permission on objects names a prefix and ends in `*`: object keys are made while running. */
export const acknowledgeObjects = (construct: IConstruct, bucket: Bucket, prefix = ''): void =>
  acknowledge(
    construct,
    `AwsSolutions-IAM5[Resource::<${logicalId(bucket)}.Arn>/${prefix}*]`,
    'Object keys are hashes and numbers made while running; bucket and prefix are exact.',
  );
