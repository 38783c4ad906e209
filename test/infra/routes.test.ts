import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { contracts } from '../../functions/entry/compose.ts';
import { stepUpContract } from '../../functions/http/step-up-contract.ts';
import { functionOf } from '../../functions/platform.ts';
import { routes } from '../../infra/contracts.ts';
import { apiPatterns } from '../../infra/web-stack.ts';
import { SAMPLES, sample, synthesise } from './templates.ts';

const platforms = SAMPLES.map((name) => ({ stage: sample(name), platform: synthesise(sample(name)) }));
const [production, ward, demo] = platforms;
const PUBLIC = [
  'GET /',
  'GET /giao-dien/trang.css',
  'GET /healthz',
  'GET /openapi.json',
  'GET /dang-nhap',
  'GET /dang-nhap/xong',
  'POST /dang-xuat',
  'GET /xac-thuc/{code}',
  'POST /xac-thuc/{code}',
];

/** As API Gateway chooses: an exact route before one with parameters, the greedy one last. */
const answeredBy = (method: string, path: string): string | undefined =>
  routes()
    .filter((route) => route.method === method)
    .filter((route) => route.path === path || route.path === '/api/{proxy+}')
    .sort((a, b) => Number(a.path === '/api/{proxy+}') - Number(b.path === '/api/{proxy+}'))
    .map((route) => route.to)[0];

describe('the routes', () => {
  it('every contract row reaches the function of the table', () => {
    const rows = [...contracts, stepUpContract];
    expect(rows.length).toBeGreaterThan(60);
    for (const row of rows) expect(answeredBy(row.method, row.path), row.name).toBe(functionOf(row.name));
  });

  it('all but the public ones ask the authorizer, anew each time', () => {
    for (const { platform } of platforms) {
      const asked = platform.of('AWS::ApiGatewayV2::Route').map(({ properties }) => properties);
      const open = asked.filter(({ AuthorizationType }) => AuthorizationType !== 'CUSTOM');
      expect(open.map(({ RouteKey }) => RouteKey)).toEqual(PUBLIC);
      const authorizers = platform.of('AWS::ApiGatewayV2::Authorizer');
      expect(authorizers.map(({ properties }) => properties)).toMatchObject([
        { AuthorizerType: 'REQUEST', EnableSimpleResponses: true, AuthorizerResultTtlInSeconds: 0 },
      ]);
      for (const { AuthorizerId } of asked.filter((one) => !open.includes(one)))
        expect(AuthorizerId).toBe(authorizers[0]?.id);
    }
  });

  it('slow down who asks too much, and close the side door where a distribution stands in front', () => {
    for (const { platform, stage } of platforms) {
      const [made] = platform.of('AWS::ApiGatewayV2::Stage');
      expect(made?.properties.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 });
      const [api] = platform.of('AWS::ApiGatewayV2::Api');
      expect(api?.properties.DisableExecuteApiEndpoint).toBe(stage.domain !== undefined);
    }
  });

  it('are logged without what was asked', () => {
    const [made] = ward?.platform.of('AWS::ApiGatewayV2::Stage') ?? [];
    const said = JSON.stringify(made?.properties.AccessLogSettings);
    expect(said).toContain('$context.routeKey');
    expect(said).not.toMatch(/\$context\.path|querystring|header|authorizer\.principal/);
  });
});

const Distribution = z.object({
  DistributionConfig: z.looseObject({
    Aliases: z.array(z.string()),
    CacheBehaviors: z.array(z.looseObject({ PathPattern: z.string() })),
    Origins: z.array(z.looseObject({ DomainName: z.string(), OriginCustomHeaders: z.array(z.unknown()).optional() })),
    WebACLId: z.string().optional(),
    Restrictions: z.unknown().optional(),
    ViewerCertificate: z.looseObject({ MinimumProtocolVersion: z.string() }),
  }),
});
const distributions = (of: typeof ward) =>
  of?.platform
    .of('AWS::CloudFront::Distribution')
    .map(({ properties }) => Distribution.parse(properties).DistributionConfig) ?? [];

describe('the distribution', () => {
  it('sends every route of the API to the API, and shows the secret that proves the way', () => {
    const [made] = distributions(ward);
    const patterns = made?.CacheBehaviors.map(({ PathPattern }) => PathPattern);
    expect(patterns).toEqual(apiPatterns(false));
    for (const key of PUBLIC) expect(patterns).toContain(key.replace(/^\w+ /, '').replace('{code}', '*'));
    const api = made?.Origins.find(({ DomainName }) => DomainName === 'api.vanthu.phuong.example.gov.vn');
    expect(api?.OriginCustomHeaders).toEqual([
      {
        HeaderName: 'X-Origin-Verify',
        HeaderValue: '{{resolve:secretsmanager:vanthu/phuong/origin:SecretString:::}}',
      },
    ]);
    // The reference is resolved in us-east-1: the secret has a copy there under the same name.
    const origin = ward?.platform.of('AWS::SecretsManager::Secret').find(({ id }) => id.startsWith('Origin'));
    expect(origin?.properties).toMatchObject({
      Name: 'vanthu/phuong/origin',
      ReplicaRegions: [{ Region: 'us-east-1' }],
    });
  });

  it('gives the first page to the browser app when it is built', () => {
    expect(apiPatterns(false)).toContain('/');
    expect(apiPatterns(true)).not.toContain('/');
    expect(apiPatterns(true).length).toBe(apiPatterns(false).length - 1);
  });

  it('has a firewall and a list of countries where the stage asks for them', () => {
    const [guarded] = distributions(production);
    expect(guarded?.WebACLId).toBeDefined();
    expect(guarded?.Restrictions).toMatchObject({
      GeoRestriction: { RestrictionType: 'whitelist', Locations: ['VN'] },
    });
    expect(distributions(ward)[0]?.WebACLId).toBeUndefined();
    const groups = JSON.stringify(production?.platform.of('AWS::WAFv2::WebACL')[0]?.properties.Rules);
    expect(groups).toContain('AWSManagedRulesCommonRuleSet');
    expect(groups).toContain('RateBasedStatement');
  });

  it('speaks TLS 1.2 or newer, keeps its app in a bucket that only it may read, and stands in us-east-1', () => {
    for (const of of [production, ward]) {
      expect(distributions(of)[0]?.ViewerCertificate.MinimumProtocolVersion).toBe('TLSv1.2_2021');
      expect(of?.platform.of('AWS::CloudFront::OriginAccessControl')).toHaveLength(1);
      expect(of?.platform.made.web?.stack.region).toBe('us-east-1');
    }
  });

  it('is left out where the stage has no address', () => {
    expect(demo?.platform.made.web).toBeUndefined();
    expect(distributions(demo)).toEqual([]);
  });
});
