import { CfnOutput, Duration, type Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  DomainName,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { acknowledge } from '../acknowledge.ts';
import { routes } from '../contracts.ts';
import { apiDomain, type StageConfig } from '../stage.ts';
import type { Functions } from './events.ts';

/** A request's outcome without anything of its content: no query, no code, no cookie. */
const LOGGED = {
  requestId: '$context.requestId',
  at: '$context.requestTime',
  address: '$context.identity.sourceIp',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  refusedBy: '$context.authorizer.error',
  broken: '$context.integrationErrorMessage',
};

/** Made before the functions, which need its address; routes follow (`connectRoutes`). With a domain its own address is closed. */
export const httpApi = (stack: Stack, stage: StageConfig): HttpApi =>
  new HttpApi(stack, 'Http', {
    apiName: `vanthu-${stage.name}`,
    createDefaultStage: false,
    disableExecuteApiEndpoint: stage.domain !== undefined,
  });

const domainOf = (stack: Stack, domain: NonNullable<StageConfig['domain']>): DomainName => {
  const made = new DomainName(stack, 'Domain', {
    domainName: apiDomain(domain),
    certificate: Certificate.fromCertificateArn(stack, 'Certificate', domain.regionCertificateArn),
    securityPolicy: SecurityPolicy.TLS_1_2,
  });
  // The operator points `api.{domain}` there.
  new CfnOutput(stack, 'ApiAlias', { value: made.regionalDomainName });
  return made;
};

const stageOf = (stack: Stack, stage: StageConfig, api: HttpApi): HttpStage => {
  const log = new LogGroup(stack, 'AccessLog', { retention: stage.logRetentionDays });
  return new HttpStage(stack, 'Stage', {
    httpApi: api,
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: 200, burstLimit: 400 },
    accessLogSettings: {
      destination: new LogGroupLogDestination(log),
      format: AccessLogFormat.custom(JSON.stringify(LOGGED)),
    },
    ...(stage.domain === undefined ? {} : { domainMapping: { domainName: domainOf(stack, stage.domain) } }),
  });
};

/**
 * Every route asks the authorizer unless the table of functions calls it public. The authorizer decides anew each time: a session ended a
 * moment ago must not live on in a cache, and a caller may come with a cookie or with a bearer token, so no header can be required.
 */
export const connectRoutes = (stack: Stack, stage: StageConfig, api: HttpApi, functions: Functions): void => {
  stageOf(stack, stage, api);
  const asked = functions.get('authorize');
  if (asked === undefined) throw new Error('no function authorize');
  const authorizer = new HttpLambdaAuthorizer('Authorizer', asked, {
    identitySource: [],
    resultsCacheTtl: Duration.seconds(0),
    responseTypes: [HttpLambdaResponseType.SIMPLE],
  });
  const anybody = new HttpNoneAuthorizer();
  const integrations = new Map(
    [...functions].map(([name, target]) => [
      name,
      new HttpLambdaIntegration(`To-${name}`, target, { scopePermissionToRoute: false }),
    ]),
  );
  for (const route of routes()) {
    const integration = integrations.get(route.to);
    if (integration === undefined) throw new Error(`no function ${route.to}`);
    const [made] = api.addRoutes({
      path: route.path,
      methods: [HttpMethod[route.method]],
      integration,
      authorizer: route.public ? anybody : authorizer,
    });
    if (route.public && made !== undefined)
      acknowledge(
        made,
        'AwsSolutions-APIG4',
        'Public by the table of functions: sign-in, health, the API description and verification by code need no session.',
      );
  }
};
