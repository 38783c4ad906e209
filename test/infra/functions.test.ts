import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type FunctionName, type FunctionRow, TIME_ZONE, platform as table } from '../../functions/platform.ts';
import { functionNames } from '../../infra/contracts.ts';
import { type Found, type Platform, SAMPLES, sample, synthesise } from './templates.ts';

const platforms = SAMPLES.map((name) => ({ stage: sample(name), platform: synthesise(sample(name)) }));
const made = (platform: Platform): [FunctionName, Found][] =>
  functionNames.flatMap((name) =>
    platform
      .of('AWS::Lambda::Function')
      .filter(({ properties }) => properties.Description === table[name].breaks)
      .map((found): [FunctionName, Found] => [name, found]),
  );
const Variables = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.string()) }) });
const schemaOf = (name: FunctionName): FunctionRow['config'] => table[name].config;
describe('the functions', () => {
  it('are those of the table; only an index in a bucket is compacted', () => {
    const names = platforms.map(({ platform }) => made(platform).map(([name]) => name));
    expect(names).toEqual([functionNames.filter((name) => name !== 'compact'), functionNames, functionNames]);
  });

  it('each have an environment that their own schema takes, without one variable too many', () => {
    for (const { platform } of platforms)
      for (const [name, found] of made(platform)) {
        const { Variables: environment } = Variables.parse(found.properties).Environment;
        const schema = schemaOf(name);
        expect(schema.strict().safeParse(environment).error, name).toBeUndefined();
      }
  });

  it('search where the stage says', () => {
    const asked = platforms.map(({ platform }) => {
      const [, found] = made(platform).find(([name]) => name === 'search') ?? [];
      return schemaOf('search').parse(Variables.parse(found?.properties).Environment.Variables);
    });
    expect(asked[0]).toMatchObject({ SEARCH: 'opensearch', SEARCH_SERVICE: 'aoss' });
    expect(asked[0]).not.toHaveProperty('SEARCH_BUCKET');
    expect(asked[1]).toMatchObject({ SEARCH: 'bucket' });
  });

  it('run on the newest Node, write JSON logs that end some day, and typeset where Typst runs', () => {
    for (const { platform, stage } of platforms) {
      for (const [name, { properties }] of made(platform)) {
        expect(properties, name).toMatchObject({
          Runtime: 'nodejs24.x',
          Architectures: [name === 'render' ? stage.renderArchitecture : 'arm64'],
          Timeout: table[name].timeout,
          MemorySize: table[name].memory,
          LoggingConfig: { LogFormat: 'JSON' },
        });
      }
      for (const group of platform.of('AWS::Logs::LogGroup'))
        expect(group.properties.RetentionInDays).toBe(stage.logRetentionDays);
    }
  });

  it('stand in no private network, so that nothing is paid for while they sleep', () => {
    const network = platforms.flatMap(({ platform }) =>
      platform.found.filter(({ type }) => type.startsWith('AWS::EC2::')),
    );
    expect(network).toEqual([]);
    for (const { platform } of platforms)
      for (const [name, { properties }] of made(platform)) expect(properties.VpcConfig, name).toBeUndefined();
  });
});

describe('what calls the functions without anybody waiting', () => {
  it('the stream’s consumer corners poison, reports what it did, and leaves whole records where they can be found', () => {
    for (const { platform } of platforms) {
      const streams = platform
        .of('AWS::Lambda::EventSourceMapping')
        .filter(({ properties }) => properties.StartingPosition);
      const failures = platform.of('AWS::S3::Bucket').find(({ id }) => id.startsWith('Failures'));
      expect(streams.map(({ properties }) => properties)).toMatchObject([
        {
          BisectBatchOnFunctionError: true,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          // As often as needed, but kept elsewhere before the stream forgets.
          MaximumRecordAgeInSeconds: 72_000,
          DestinationConfig: { OnFailure: { Destination: `<${failures?.id}>` } },
        },
      ]);
      expect(streams[0]?.properties).not.toHaveProperty('MaximumRetryAttempts');
      const Filters = z.object({ FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }) });
      const [pattern] = Filters.parse(streams[0]?.properties).FilterCriteria.Filters;
      expect(JSON.parse(pattern?.Pattern ?? '')).toEqual({
        eventName: ['INSERT', 'MODIFY', 'REMOVE'],
        dynamodb: { Keys: { pk: { S: [{ prefix: 's#' }] }, sk: { S: [{ prefix: 'e#' }] } } },
      });
    }
  });

  it('each queue’s consumer reports message by message, and what fails too often waits in a queue of its own', () => {
    for (const { platform } of platforms) {
      const consumers = platform
        .of('AWS::Lambda::EventSourceMapping')
        .filter(({ properties }) => !properties.StartingPosition);
      expect(consumers).toHaveLength(2);
      for (const { properties } of consumers) {
        expect(properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
        const queue = platform.of('AWS::SQS::Queue').find(({ id }) => properties.EventSourceArn === `<${id}>`);
        const Redrive = z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number().min(3) });
        const dead = Redrive.parse(queue?.properties.RedrivePolicy).deadLetterTargetArn;
        const allowed = platform.of('AWS::SQS::Queue').find(({ id }) => dead === `<${id}>`)
          ?.properties.RedriveAllowPolicy;
        expect(JSON.stringify(allowed)).toContain(String(queue?.properties.QueueName));
      }
    }
  });

  it('schedules run by Hà Nội time and name their task', () => {
    const wanted = functionNames.flatMap((name) => {
      const triggers: FunctionRow['triggers'] = table[name].triggers;
      return triggers.flatMap((trigger) => (trigger.kind === 'schedule' ? [trigger.name] : []));
    });
    const schedules = platforms[1]?.platform.of('AWS::Scheduler::Schedule') ?? [];
    const Schedule = z.looseObject({
      ScheduleExpressionTimezone: z.literal(TIME_ZONE),
      Target: z.looseObject({ Input: z.string() }),
    });
    const tasks = schedules.map(({ properties }) => JSON.parse(Schedule.parse(properties).Target.Input));
    expect(tasks).toEqual(wanted.map((task) => ({ task })));
    expect(TIME_ZONE).toBe('Asia/Ho_Chi_Minh');
  });

  it('issuing has room of its own', () => {
    for (const { platform, stage } of platforms) {
      const [, issue] = made(platform).find(([name]) => name === 'issue') ?? [];
      expect(issue?.properties.ReservedConcurrentExecutions).toBe(stage.issueConcurrency);
    }
  });
});
