import { paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { s3Client } from '../../functions/entry/aws/s3.ts';
import type { StageConfig } from '../../infra/stage.ts';
import { emptyBucket } from './empty-bucket.ts';
import type { RunCdk } from './run-cdk.ts';
import { cloudFormation, outputsOf, type StackPlace, stacksOf } from './stacks.ts';

/** Why a stage may not be taken down; undefined when it may. */
export const refusalToTakeDown = (stage: StageConfig): string | undefined => {
  if (stage.kind === 'production')
    return `${stage.name} là bản vận hành: không gỡ bỏ bằng lệnh. Hồ sơ của cơ quan phải được giữ đủ thời hạn.`;
  if (stage.objectLock.mode === 'COMPLIANCE')
    return `${stage.name} khóa COMPLIANCE: không ai xóa được văn bản trước hạn, nên không gỡ bỏ được.`;
  return undefined;
};

const bucketsOf = async (place: StackPlace): Promise<string[]> => {
  const buckets: string[] = [];
  const pages = paginateListStackResources({ client: cloudFormation(place.region) }, { StackName: place.name });
  for await (const { StackResourceSummaries = [] } of pages)
    for (const { ResourceType, PhysicalResourceId } of StackResourceSummaries)
      if (ResourceType === 'AWS::S3::Bucket' && PhysicalResourceId !== undefined) buckets.push(PhysicalResourceId);
  return buckets;
};

/**
 * Gỡ bỏ: the stacks in reverse, each after its buckets are emptied, since CloudFormation removes no bucket that holds anything. What was removed
 * before is passed over, so it may be run again. False when `cdk` failed.
 */
export const takeDown = async (
  stage: StageConfig,
  o: { assembly: string; runCdk: RunCdk; print: (line: string) => void },
): Promise<boolean> => {
  for (const place of stacksOf(stage).reverse()) {
    if ((await outputsOf(place)) === undefined) continue;
    for (const bucket of await bucketsOf(place))
      o.print(`${bucket}: đã xóa ${await emptyBucket(s3Client(place.region), bucket)} phiên bản tệp`);
    const args = ['destroy', place.id, '--exclusively', '--force', '--app', o.assembly];
    if ((await o.runCdk(args)) !== 0) return false;
  }
  return true;
};
