import { type App, CfnOutput, Duration, SecretValue, type Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  GeoRestriction,
  HttpVersion,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { acknowledge } from './acknowledge.ts';
import { routes } from './contracts.ts';
import { closedBucket } from './data/buckets.ts';
import { EDGE_REGION } from './data/secrets.ts';
import { stackOf } from './data-stack.ts';
import { plainBucket } from './plain-bucket.ts';
import { apiDomain, originSecretName, type StageConfig } from './stage.ts';
import { firewall } from './web/firewall.ts';
import { pageHeaders } from './web/page-headers.ts';

/** Addresses of the app are made in the browser: whatever is no file is its first page. */
const FIRST_PAGE = `function handler(event) {
  var request = event.request;
  if (!request.uri.includes('.')) request.uri = '/index.html';
  return request;
}`;

const ROOT = '/';
/**
 * What the API answers, as patterns of the distribution: from the same routes as the API's own. `/` is the browser app's when there is one.
 * The code of `/xac-thuc/{code}` and the like becomes `*`.
 */
export const apiPatterns = (hasApp: boolean): string[] => {
  const own = routes()
    .map(({ path }) => path.replaceAll(/\{[^}]+\}/g, '*'))
    .filter((path) => !path.startsWith('/api/') && (path !== ROOT || !hasApp));
  return ['/api/*', ...new Set(own)];
};

const storage = (stack: Stack, stage: StageConfig): { app: Bucket; logs: Bucket } => {
  const closed = closedBucket(stage);
  const logs = new Bucket(stack, 'Logs', {
    ...closed,
    // CloudFront delivers its logs by access control list.
    objectOwnership: ObjectOwnership.OBJECT_WRITER,
    lifecycleRules: [{ expiration: Duration.days(stage.logRetentionDays) }],
  });
  const app = new Bucket(stack, 'App', {
    ...closed,
    versioned: true,
    serverAccessLogsBucket: plainBucket(logs),
    serverAccessLogsPrefix: 'app/',
    lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(90) }],
  });
  return { app, logs };
};

/** Never cached; the secret shows the functions that a request came this way (functions/http checks it). */
const toApi = (stage: StageConfig, domain: { name: string }): BehaviorOptions => ({
  origin: new HttpOrigin(apiDomain(domain), {
    customHeaders: { 'X-Origin-Verify': SecretValue.secretsManager(originSecretName(stage)).unsafeUnwrap() },
    readTimeout: Duration.seconds(30),
  }),
  allowedMethods: AllowedMethods.ALLOW_ALL,
  cachePolicy: CachePolicy.CACHING_DISABLED,
  originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
  viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
});

const toApp = (stack: Stack, stage: StageConfig, app: Bucket): BehaviorOptions => ({
  origin: S3BucketOrigin.withOriginAccessControl(plainBucket(app)),
  cachePolicy: CachePolicy.CACHING_OPTIMIZED,
  responseHeadersPolicy: pageHeaders(stack, stage),
  viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
  functionAssociations: [
    {
      eventType: FunctionEventType.VIEWER_REQUEST,
      function: new EdgeFunction(stack, 'FirstPage', {
        code: FunctionCode.fromInline(FIRST_PAGE),
        runtime: FunctionRuntime.JS_2_0,
      }),
    },
  ],
});

const acknowledgeChoices = (distribution: Distribution, stage: StageConfig): void => {
  const reason = 'A choice of the stage file: small offices do without (docs/adr/0010-stacks.md).';
  if (stage.geo === undefined) acknowledge(distribution, 'AwsSolutions-CFR1', reason);
  if (!stage.waf) acknowledge(distribution, 'AwsSolutions-CFR2', reason);
};

/**
 * The one address of the office, in us-east-1 because certificates and firewalls of CloudFront live there. Takes nothing from the other stacks
 * by reference: names from the stage file, and the origin secret's copy in this region.
 */
export const webStack = (app: App, stage: StageConfig, o: { hasApp: boolean }) => {
  const { domain } = stage;
  if (domain === undefined) return undefined;
  const stack = stackOf(app, stage, 'Web', EDGE_REGION);
  const { app: bucket, logs } = storage(stack, stage);
  const acl = firewall(stack, stage);
  const api = toApi(stage, domain);
  const distribution = new Distribution(stack, 'Distribution', {
    comment: `Văn Thư (${stage.name})`,
    domainNames: [domain.name],
    certificate: Certificate.fromCertificateArn(stack, 'Certificate', domain.globalCertificateArn),
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    httpVersion: HttpVersion.HTTP2_AND_3,
    defaultBehavior: toApp(stack, stage, bucket),
    additionalBehaviors: Object.fromEntries(apiPatterns(o.hasApp).map((pattern) => [pattern, api])),
    logBucket: plainBucket(logs),
    logFilePrefix: 'distribution/',
    ...(acl === undefined ? {} : { webAclId: acl.attrArn }),
    ...(stage.geo === undefined ? {} : { geoRestriction: GeoRestriction.allowlist(...stage.geo) }),
  });
  acknowledgeChoices(distribution, stage);
  new CfnOutput(stack, 'AppBucketName', { value: bucket.bucketName });
  new CfnOutput(stack, 'DistributionId', { value: distribution.distributionId });
  // The operator points the office's address there.
  new CfnOutput(stack, 'DistributionAlias', { value: distribution.distributionDomainName });
  return { stack, distribution, bucket };
};
