import { ReadWriteType, Trail } from 'aws-cdk-lib/aws-cloudtrail';
import type { Construct } from 'constructs';
import { plainBucket } from '../plain-bucket.ts';
import type { Buckets } from './buckets.ts';

/**
 * Who used which key, who changed a policy, who touched the archive: CloudTrail with signed digests, so that a gap or an edit of the trail
 * itself shows. Uses of the signing keys are management events of KMS.
 */
export const trail = (scope: Construct, buckets: Buckets): Trail => {
  const made = new Trail(scope, 'Audit', {
    bucket: plainBucket(buckets.trail),
    enableFileValidation: true,
    isMultiRegionTrail: true,
    includeGlobalServiceEvents: true,
    managementEvents: ReadWriteType.ALL,
  });
  made.addS3EventSelector([{ bucket: plainBucket(buckets.archive) }], {
    readWriteType: ReadWriteType.ALL,
    includeManagementEvents: true,
  });
  return made;
};
