import { type App, CfnOutput, type Stack } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { type FunctionName, platform } from '../functions/platform.ts';
import { environmentOf, type Values } from './api/environment.ts';
import { connectEvents } from './api/events.ts';
import { connectRoutes, httpApi } from './api/http-api.ts';
import { PlatformFunction } from './api/platform-function.ts';
import { type WorkQueues, workQueues } from './api/queues.ts';
import { allowMail, allowSending, rolesOf } from './api/roles.ts';
import { searchCollection } from './api/search-collection.ts';
import { providersOf } from './api/sign-in.ts';
import { functionNames } from './contracts.ts';
import { type Data, stackOf } from './data-stack.ts';
import { aliasPrefix, type StageConfig } from './stage.ts';

/** The code of a function: its bundle, or in tests something small. */
export type Assets = (name: FunctionName) => Code;

/** An index in a bucket has to be compacted; OpenSearch does that itself. */
const namesFor = (stage: StageConfig): FunctionName[] =>
  functionNames.filter((name) => name !== 'compact' || stage.search.backend === 'bucket');

const dataValues = (stage: StageConfig, data: Data): Values => ({
  STAGE: stage.name,
  TABLE: data.table.tableName,
  FILES_BUCKET: data.buckets.files.bucketName,
  DEMO: String(stage.kind === 'demo'),
  CLOCK_OFFSET_SECONDS: stage.clockOffsetSeconds === undefined ? undefined : String(stage.clockOffsetSeconds),
  READ_ONLY: String(stage.readOnly),
  SESSION_SECRET: data.session.secretArn,
  ORIGIN_SECRET: data.origin?.secretArn,
  ARCHIVE_BUCKET: data.buckets.archive.bucketName,
  OBJECT_LOCK_MODE: stage.objectLock.mode,
  OBJECT_LOCK_DAYS: String(stage.objectLock.days),
  KEY_ALIAS_PREFIX: aliasPrefix(stage),
  TIMESTAMP_URL: stage.timestampUrl,
  MAIL_FROM: stage.mail.from,
  MAIL_TRANSPORT: stage.mail.transport,
  SMTP_SECRET: stage.mail.transport === 'smtp' ? stage.mail.secretArn : undefined,
});

const searchValues = (stage: StageConfig, data: Data, collection: { endpoint: string } | undefined): Values =>
  collection === undefined
    ? { SEARCH: stage.search.backend, SEARCH_BUCKET: data.buckets.search.bucketName }
    : { SEARCH: stage.search.backend, SEARCH_ENDPOINT: collection.endpoint, SEARCH_SERVICE: 'aoss' };

/** What an operator's tools ask for (functions/entry/aws/stage-ports.ts). */
const tellOperators = (
  stack: Stack,
  o: { publicUrl: string; queues: WorkQueues; searchEndpoint: string | undefined; issue: PlatformFunction | undefined },
): void => {
  const told = {
    PublicUrl: o.publicUrl,
    IssuingQueueUrl: o.queues.issuing.queue.queueUrl,
    IssuingDeadUrl: o.queues.issuing.dead.queueUrl,
    MailQueueUrl: o.queues.mail.queue.queueUrl,
    MailDeadUrl: o.queues.mail.dead.queueUrl,
    SearchEndpoint: o.searchEndpoint,
    IssueFunctionName: o.issue?.functionName,
  };
  for (const [name, value] of Object.entries(told)) if (value !== undefined) new CfnOutput(stack, name, { value });
};

/** What can be torn down and made again: functions, their routes and events, queues between them, and the search collection. */
export const apiStack = (app: App, stage: StageConfig, o: { data: Data; assets: Assets }) => {
  const { data, assets } = o;
  const stack = stackOf(app, stage, 'Api');
  const api = httpApi(stack, stage);
  const publicUrl = stage.domain === undefined ? api.apiEndpoint : `https://${stage.domain.name}`;
  const queues = workQueues(stack, stage);
  const names = namesFor(stage);
  const roleOf = rolesOf(stack, stage, data, names);
  const collection = searchCollection(stack, stage, roleOf);
  const values: Values = {
    ...dataValues(stage, data),
    ...searchValues(stage, data, collection),
    PUBLIC_URL: publicUrl,
    OIDC_PROVIDERS: providersOf(stack, { stage, pool: data.pool, publicUrl }),
    ISSUING_QUEUE: queues.issuing.queue.queueUrl,
    MAIL_QUEUE: queues.mail.queue.queueUrl,
  };
  const make = (name: FunctionName): PlatformFunction => {
    const { breaks, memory, timeout, ...row } = platform[name];
    return new PlatformFunction(stack, name, {
      breaks,
      memory,
      timeout,
      code: assets(name),
      role: roleOf(name),
      environment: environmentOf(name, values),
      // Typesetting is a native program, made for few processors.
      architecture: 'native' in row ? stage.renderArchitecture : 'arm64',
      logRetention: stage.logRetentionDays,
      ...('disk' in row ? { disk: row.disk } : {}),
      ...(name === 'issue' ? { concurrency: stage.issueConcurrency } : {}),
    });
  };
  const functions = new Map(names.map((name) => [name, make(name)]));
  connectRoutes(stack, stage, api, functions);
  connectEvents(stack, { stage, data, functions, queues, roleOf });
  allowSending(stack, roleOf, queues);
  allowMail(stack, roleOf, stage.mail);
  tellOperators(stack, {
    publicUrl,
    queues,
    searchEndpoint: collection?.endpoint,
    issue: functions.get('issue'),
  });
  return { stack, api, functions, queues };
};
export type Api = ReturnType<typeof apiStack>;
