import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { StagePlaces } from '../../functions/entry/aws/stage-ports.ts';
import { RETRIES } from '../../functions/entry/aws/state.ts';
import { EDGE_REGION } from '../../infra/data/secrets.ts';
import type { StageConfig } from '../../infra/stage.ts';

/** In the order of deployment: each needs those before it. `id` is the construct's, `name` CloudFormation's. */
export type StackPlace = { id: 'Data' | 'Api' | 'Web' | 'Observability'; name: string; region: string };
export const stacksOf = (stage: StageConfig): StackPlace[] => {
  const place = (id: StackPlace['id'], region = stage.region): StackPlace => ({
    id,
    name: `vanthu-${stage.name}-${id.toLowerCase()}`,
    region,
  });
  const web = stage.domain === undefined ? [] : [place('Web', EDGE_REGION)];
  return [place('Data'), place('Api'), ...web, place('Observability')];
};

export const cloudFormation = (region: string): CloudFormationClient =>
  new CloudFormationClient({ ...RETRIES, region });

/** CloudFormation has no error of its own for an absent stack. */
export const unlessAbsent = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await ask();
  } catch (error) {
    const absent = error instanceof CloudFormationServiceException && error.message.includes('does not exist');
    if (absent) return undefined;
    throw error;
  }
};

/** Outputs of a deployed stack by name; undefined when there is no such stack. */
export const outputsOf = async (place: { name: string; region: string }): Promise<Map<string, string> | undefined> => {
  const command = new DescribeStacksCommand({ StackName: place.name });
  const [stack] = (await unlessAbsent(() => cloudFormation(place.region).send(command)))?.Stacks ?? [];
  return (
    stack && new Map((stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]))
  );
};

/** Every output of those stacks of the stage that are deployed. */
export const allOutputs = async (stage: StageConfig): Promise<Map<string, string>> => {
  const found = await Promise.all(stacksOf(stage).map(outputsOf));
  return new Map(found.flatMap((outputs) => [...(outputs ?? [])]));
};

/** The deployed stage as its functions know it. Throws with a sentence when it is not deployed, or by an older product. */
export const placesOf = async (stage: StageConfig): Promise<StagePlaces> => {
  const outputs = await allOutputs(stage);
  const { search, objectLock } = stage;
  const parsed = StagePlaces.safeParse({
    STAGE: stage.name,
    TABLE: stage.restoredTable?.name ?? outputs.get('TableName'),
    FILES_BUCKET: outputs.get('FilesBucketName'),
    ARCHIVE_BUCKET: outputs.get('ArchiveBucketName'),
    FAILURES_BUCKET: outputs.get('FailuresBucketName'),
    OBJECT_LOCK_MODE: objectLock.mode,
    OBJECT_LOCK_DAYS: objectLock.days,
    DEMO: String(stage.kind === 'demo'),
    CLOCK_OFFSET_SECONDS: stage.clockOffsetSeconds,
    SEARCH: search.backend,
    ...(search.backend === 'bucket'
      ? { SEARCH_BUCKET: outputs.get('SearchBucketName') }
      : { SEARCH_ENDPOINT: outputs.get('SearchEndpoint'), SEARCH_SERVICE: 'aoss' }),
    ISSUING_QUEUE: outputs.get('IssuingQueueUrl'),
    ISSUING_DEAD: outputs.get('IssuingDeadUrl'),
    MAIL_QUEUE: outputs.get('MailQueueUrl'),
    MAIL_DEAD: outputs.get('MailDeadUrl'),
    PEOPLE_POOL: outputs.get('PeoplePoolId'),
  });
  if (parsed.success) return parsed.data;
  const lacking = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new Error(`Giai đoạn ${stage.name} chưa được triển khai đủ (thiếu ${lacking}): chạy npm run deploy trước.`);
};
