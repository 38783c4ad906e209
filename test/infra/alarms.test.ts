import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type FunctionName, METRICS, platform as table } from '../../functions/platform.ts';
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
const Alarm = z.looseObject({
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.string()),
  Metrics: z.array(z.looseObject({ MetricStat: z.unknown().optional() })).optional(),
});
const alarms = (platform: Platform) =>
  platform.of('AWS::CloudWatch::Alarm').map(({ properties }) => Alarm.parse(properties));

/** One line of the log for each metric, as a function writes it: the library prints past the console, so a process of its own is listened to. */
const counted = (): string[] => {
  const script = `
    const { counting } = await import('./functions/entry/aws/metrics.ts');
    const { METRICS } = await import('./functions/platform.ts');
    const count = counting('phuong');
    for (const name of Object.keys(METRICS.names)) count(name, 1);
  `;
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  return said.trim().split('\n');
};

describe('the alarms', () => {
  it('say for each function what stops, and once for all when one is throttled; they reach the stage’s mailbox', () => {
    for (const { platform, stage } of platforms) {
      const [subscription] = platform.of('AWS::SNS::Subscription');
      expect(subscription?.properties).toMatchObject({ Protocol: 'email', Endpoint: stage.alarms.email });
      for (const [name, found] of made(platform)) {
        const alarm = alarms(platform).find(({ AlarmDescription }) => AlarmDescription === table[name].breaks);
        const Dimensions = [{ Name: 'FunctionName', Value: found.id }];
        expect(alarm, name).toMatchObject({ Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions });
      }
      const throttles = alarms(platform).filter((alarm) => alarm.MetricName === 'Throttles');
      expect(throttles).toMatchObject([{ Namespace: 'AWS/Lambda' }]);
      expect(throttles[0]?.Dimensions).toBeUndefined();
      const topics = platform.of('AWS::SNS::Topic').map(({ id }) => id);
      for (const alarm of alarms(platform)) expect(alarm.AlarmActions, alarm.AlarmDescription).toEqual(topics);
    }
  });

  it('hear what the functions count, under the very names and dimensions that they count with', () => {
    const lines = counted();
    const Line = z.looseObject({
      _aws: z.object({
        CloudWatchMetrics: z.tuple([
          z.object({
            Namespace: z.string(),
            Dimensions: z.tuple([z.array(z.string())]),
            Metrics: z.tuple([z.looseObject({ Name: z.string() })]),
          }),
        ]),
      }),
    });
    const metrics = lines.map((line) => {
      const parsed = Line.parse(JSON.parse(line));
      const [{ Namespace, Dimensions, Metrics }] = parsed._aws.CloudWatchMetrics;
      const of = Dimensions[0]
        .map((name) => ({ Name: name, Value: parsed[name] }))
        .sort((a, b) => a.Name.localeCompare(b.Name));
      return { Namespace, MetricName: Metrics[0].Name, Dimensions: of };
    });
    const heard = alarms(synthesise(sample('sample-ward')));
    expect(metrics).toHaveLength(Object.keys(METRICS.names).length);
    for (const metric of metrics) expect(heard).toContainEqual(expect.objectContaining(metric));
  });

  it('ring when work lies dead or waits, when the relay lags or gives up, and when somebody touches a key', () => {
    for (const { platform } of platforms) {
      const said = alarms(platform).map(({ AlarmDescription }) => AlarmDescription);
      for (const queue of ['issuing', 'mail'])
        expect(said.filter((one) => one.startsWith(`Hàng đợi ${queue}:`))).toHaveLength(2);
      expect(said).toContainEqual(expect.stringContaining('Bộ chuyển sự kiện chậm'));
      const rules = platform.of('AWS::Events::Rule').map(({ properties }) => properties.EventPattern);
      const failures = platform.of('AWS::S3::Bucket').find(({ id }) => id.startsWith('Failures'));
      expect(rules).toContainEqual(
        expect.objectContaining({
          detail: { bucket: { name: [failures?.id] }, object: { key: [{ 'anything-but': { prefix: 'done/' } }] } },
        }),
      );
      expect(failures?.properties.NotificationConfiguration).toEqual({
        EventBridgeConfiguration: { EventBridgeEnabled: true },
      });
      const keys = platform.of('AWS::KMS::Key').map(({ id }) => `<${id}>`);
      expect(rules).toContainEqual(
        expect.objectContaining({ detail: expect.objectContaining({ resources: { ARN: keys } }) }),
      );
    }
  });
});
