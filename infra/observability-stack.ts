import { type App, Duration, type Stack } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmStatusWidget,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { METRICS } from '../functions/platform.ts';
import type { Api } from './api-stack.ts';
import type { Data } from './data-stack.ts';
import { stackOf } from './data-stack.ts';
import { announceEvents } from './observability/announced-events.ts';
import type { StageConfig } from './stage.ts';

const period = Duration.minutes(5);
const statistic = 'Sum';

/** What is watched beside the functions: a name, a sentence for whoever is woken, and the metric with the value it must not exceed. */
type Watched = { id: string; says: string; metric: IMetric; above: number; periods?: number };

const ofQueues = ({ queues }: Api): Watched[] =>
  Object.entries(queues).flatMap(([name, { queue, dead }]): Watched[] => [
    {
      id: `${name}Dead`,
      says: `Hàng đợi ${name}: có việc thử nhiều lần không xong, đang chờ người xử lý trong hàng đợi chết.`,
      metric: dead.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      above: 0,
    },
    {
      id: `${name}Waits`,
      says: `Hàng đợi ${name}: việc cũ nhất đã chờ quá 10 phút.`,
      metric: queue.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' }),
      above: 600,
    },
  ]);

const throttledRecords = (data: Data): IMetric => {
  const of = (metricName: string) =>
    new Metric({
      namespace: 'AWS/DynamoDB',
      metricName,
      dimensionsMap: { TableName: data.table.tableName },
      period,
      statistic,
    });
  return new MathExpression({
    expression: 'reads + writes',
    label: 'Bảng bị giới hạn',
    usingMetrics: { reads: of('ReadThrottleEvents'), writes: of('WriteThrottleEvents') },
    period,
  });
};

const ofServices = (data: Data, api: Api): Watched[] => {
  const relay = api.functions.get('relay');
  if (relay === undefined) throw new Error('no function relay');
  return [
    {
      id: 'RelayLags',
      says: 'Bộ chuyển sự kiện chậm quá 5 phút: hộp việc, sổ và tra cứu đang cũ.',
      metric: relay.metric('IteratorAge', { period, statistic: 'Maximum' }),
      above: 300_000,
    },
    {
      id: 'RecordsThrottled',
      says: 'Bảng dữ liệu bị giới hạn lưu lượng: thao tác chậm hoặc phải gửi lại.',
      metric: throttledRecords(data),
      above: 0,
      periods: 2,
    },
    {
      id: 'FunctionsThrottled',
      says: 'Hạn mức chạy đồng thời của tài khoản đã hết: có yêu cầu hoặc việc nền bị từ chối, sẽ được thử lại.',
      metric: new Metric({ namespace: 'AWS/Lambda', metricName: 'Throttles', period, statistic }),
      above: 0,
    },
    {
      id: 'ServerErrors',
      says: 'API trả lời sự cố máy chủ (5xx).',
      metric: api.api.metricServerError({ period, statistic }),
      above: 5,
    },
  ];
};

/** What the functions themselves count (functions/platform.ts): anything above zero is somebody's task. */
const ofMetrics = (stage: StageConfig): Watched[] =>
  Object.entries(METRICS.names).map(([metricName, says]) => ({
    id: metricName,
    says,
    metric: new Metric({
      namespace: METRICS.namespace,
      metricName,
      dimensionsMap: { service: METRICS.service, [METRICS.dimension]: stage.name },
      period,
      statistic: 'Maximum',
    }),
    above: 0,
  }));

const alarmOf = (stack: Stack, { id, says, metric, above, periods }: Watched): Alarm =>
  new Alarm(stack, id, {
    metric,
    alarmDescription: says,
    threshold: above,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: periods ?? 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });

const dashboard = (stack: Stack, o: { stage: StageConfig; api: Api; alarms: Alarm[] }): void => {
  const functions = [...o.api.functions.values()];
  const half = { width: 12, height: 6 };
  new Dashboard(stack, 'Dashboard', {
    dashboardName: `vanthu-${o.stage.name}`,
    widgets: [
      [new AlarmStatusWidget({ title: 'Cảnh báo', alarms: o.alarms, width: 24, height: 5 })],
      [
        new GraphWidget({
          ...half,
          title: 'API: yêu cầu và lỗi',
          left: [o.api.api.metricCount(), o.api.api.metricClientError(), o.api.api.metricServerError()],
        }),
        new GraphWidget({
          ...half,
          title: 'API: thời gian (ms)',
          left: [o.api.api.metricLatency({ statistic: 'p95' })],
        }),
      ],
      [
        new GraphWidget({ ...half, title: 'Hàm: lỗi', left: functions.map((one) => one.metricErrors()) }),
        new GraphWidget({
          ...half,
          title: 'Hàm: thời gian p95 (ms)',
          left: functions.map((one) => one.metricDuration({ statistic: 'p95' })),
        }),
      ],
    ],
  });
};

/** Who is woken, by what, and with which sentence. */
export const observabilityStack = (app: App, stage: StageConfig, o: { data: Data; api: Api }) => {
  const stack = stackOf(app, stage, 'Observability');
  const topic = new Topic(stack, 'Alarms', { displayName: `vanthu ${stage.name}`, enforceSSL: true });
  topic.addSubscription(new EmailSubscription(stage.alarms.email));
  const watched = [...ofQueues(o.api), ...ofServices(o.data, o.api), ...ofMetrics(stage)];
  const alarms = [
    ...[...o.api.functions.values()].map((one) => one.alarm(stack)),
    ...watched.map((one) => alarmOf(stack, one)),
  ];
  const wake = new SnsAction(topic);
  for (const alarm of alarms) alarm.addAlarmAction(wake);
  announceEvents(stack, { topic, failures: o.data.buckets.failures, keys: o.data.keys });
  dashboard(stack, { stage, api: o.api, alarms });
  return { stack, topic, alarms };
};
