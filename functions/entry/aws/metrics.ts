import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRICS } from '../../platform.ts';

export type Counted = keyof typeof METRICS.names;

/** Counts, as lines of the log that CloudWatch turns into metrics (embedded metric format): no call, no permission. */
export const counting = (stage: string) => {
  const metrics = new Metrics({
    namespace: METRICS.namespace,
    serviceName: METRICS.service,
    defaultDimensions: { [METRICS.dimension]: stage },
  });
  return (name: Counted, value: number): void => {
    metrics.addMetric(name, MetricUnit.Count, value);
    metrics.publishStoredMetrics();
  };
};
