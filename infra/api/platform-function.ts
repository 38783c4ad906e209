import { Duration, Size } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export type PlatformFunctionProps = {
  /** One sentence for whoever is woken: what stops when this function fails. No function is made without it. */
  breaks: string;
  code: Code;
  role: Role;
  environment: Record<string, string>;
  memory: number;
  /** Seconds. */
  timeout: number;
  /** Megabytes of /tmp; 512 when absent. */
  disk?: number;
  architecture: 'arm64' | 'x86_64';
  logRetention: RetentionDays;
  /** At most so many at once, and so many kept free for it. */
  concurrency?: number;
};

/** A function with the habits of the house: newest Node, JSON logs in a group of its own, one role, an alarm that says what is broken. */
export class PlatformFunction extends LambdaFunction {
  readonly breaks: string;

  constructor(scope: Construct, id: string, props: PlatformFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Log`, { retention: props.logRetention });
    super(scope, id, {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: props.code,
      role: props.role,
      environment: props.environment,
      memorySize: props.memory,
      timeout: Duration.seconds(props.timeout),
      ...(props.disk === undefined ? {} : { ephemeralStorageSize: Size.mebibytes(props.disk) }),
      architecture: props.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      description: props.breaks,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      ...(props.concurrency === undefined ? {} : { reservedConcurrentExecutions: props.concurrency }),
    });
    this.breaks = props.breaks;
    new Policy(scope, `${id}Writes`, {
      roles: [props.role],
      statements: [
        new PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [logGroup.logGroupArn],
        }),
      ],
    });
  }

  /** Throttles are watched once for all functions: every metric of an alarm is paid for. */
  alarm(scope: Construct): Alarm {
    return new Alarm(scope, `${this.node.id}Fails`, {
      metric: this.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
      alarmDescription: this.breaks,
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
