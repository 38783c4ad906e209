import type { FunctionName } from '../../../functions/platform.ts';
import { functionNames } from '../../../infra/contracts.ts';
import type { Cloud } from './cloud.ts';
import { type Instead, type Recorder, recorder } from './recorder.ts';
import { type RunningFunction, startFunction } from './running-function.ts';
import type { Synthesized } from './synthesized.ts';

/** An address that the mail service refuses for good, as it does a mailbox that bounced. */
export const REFUSED_ADDRESS = 'khong-con-dung@example.com';
const refusing: Instead = ({ service, body }) =>
  service === 'ses' && body.includes(REFUSED_ADDRESS)
    ? { status: 400, type: 'MessageRejected', body: '{"message":"Address is on the suppression list"}' }
    : undefined;

const QUEUES = ['ISSUING_QUEUE', 'MAIL_QUEUE'];
/** A queue is asked at the host of its own address. */
const atRecorder = (environment: Record<string, string>, { url }: Recorder): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      QUEUES.includes(name) ? `${url}${new URL(value).pathname}` : value,
    ]),
  );

/**
 * The functions as processes, each with exactly the environment of the templates and its own recorder before the services. Started when first asked
 * for; `startWith` starts another one beside it, under the same recorder.
 */
export const recordedFunctions = async (o: {
  made: Synthesized;
  table: string;
  cloud: Cloud;
  dynamodb: string;
  others: string;
  standIns: Record<string, string>;
}) => {
  const { made, cloud } = o;
  /** What CloudFormation would fill in. */
  const filled: Record<string, string> = {
    TABLE: o.table,
    FILES_BUCKET: cloud.bucket,
    ARCHIVE_BUCKET: cloud.archiveBucket,
    SEARCH_BUCKET: cloud.searchBucket,
    SESSION_SECRET: cloud.sessionSecret,
    ORIGIN_SECRET: cloud.origin.arn,
    ISSUING_QUEUE: cloud.issuingQueue,
    MAIL_QUEUE: cloud.mailQueue,
  };
  const environmentOf = (name: FunctionName): Record<string, string> =>
    Object.fromEntries(
      Object.entries(made.environmentOf(name)).map(([key, value]) => {
        const text = value ?? filled[key];
        if (text === undefined) throw new Error(`nothing fills ${key} of ${name}`);
        return [key, text];
      }),
    );
  const recorders = new Map<FunctionName, Recorder>();
  for (const name of functionNames)
    recorders.set(name, await recorder({ dynamodb: o.dynamodb, others: o.others, instead: refusing }));
  const recorderOf = (name: FunctionName): Recorder => {
    const found = recorders.get(name);
    if (found === undefined) throw new Error(`no recorder of ${name}`);
    return found;
  };
  const started: Promise<RunningFunction>[] = [];
  const startWith = (name: FunctionName, environment: Record<string, string>): Promise<RunningFunction> => {
    const { url } = recorderOf(name);
    const starting = startFunction({
      folder: made.assetOf(name),
      environment: atRecorder(environment, recorderOf(name)),
      endpoints: { AWS_ENDPOINT_URL: url, AWS_ENDPOINT_URL_S3: url, AWS_ENDPOINT_URL_DYNAMODB: url },
      standIns: o.standIns,
      // The conformance command runs the functions under the Node of Lambda's runtime.
      ...(process.env.LAMBDA_NODE === undefined ? {} : { node: process.env.LAMBDA_NODE }),
    });
    started.push(starting);
    return starting;
  };
  const running = new Map<FunctionName, Promise<RunningFunction>>();
  const functionOf = (name: FunctionName): Promise<RunningFunction> => {
    const one = running.get(name) ?? startWith(name, environmentOf(name));
    running.set(name, one);
    return one;
  };
  return {
    environmentOf,
    startWith,
    functionOf,
    recorderOf,
    close: async () => {
      for (const one of started) (await one.catch(() => undefined))?.stop();
      for (const one of recorders.values()) one.close();
    },
  };
};
