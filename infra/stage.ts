import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ProviderConfig } from '../functions/ports/identity.ts';
import { PersonId, UnitId } from '../shared/kernel/ids.ts';

/** What an alias of a KMS key may hold: a name outside it could not be told apart from another after replacement, so it is refused. */
const ALIAS_PART = /^[A-Za-z0-9_-]+$/;
const aliasSafe = 'chỉ dùng chữ cái không dấu, chữ số, "-" và "_", vì mã này đứng trong tên khóa ký';

const Domain = z.strictObject({
  /** The address of the office: printed in every QR. `api.{name}` is the origin behind the distribution. */
  name: z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'là tên miền viết thường, không có https://'),
  /** Certificate for `api.{name}` in the stage's region. */
  regionCertificateArn: z.string().regex(/^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/.+$/, 'là ARN của chứng chỉ ACM'),
  /** Certificate for `{name}`; CloudFront reads certificates in us-east-1 alone. */
  globalCertificateArn: z
    .string()
    .regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/.+$/, 'là ARN của chứng chỉ ACM ở us-east-1'),
});

const Search = z.discriminatedUnion('backend', [
  z.strictObject({ backend: z.literal('bucket') }),
  z.strictObject({
    backend: z.literal('opensearch'),
    /** OpenSearch compute units. At zero the collection sleeps when idle and the first search waits for it. */
    minimumUnits: z.number().int().min(0).max(1700).default(0),
    maximumUnits: z.number().int().min(1).max(1700).default(4),
    standbyReplicas: z.boolean().default(false),
    /** Roles of operators who may rebuild the index (npm run stage -- rebuild). */
    operators: z.array(z.string().regex(/^arn:aws:iam::\d{12}:role\/.+$/, 'là ARN của một vai trò IAM')).default([]),
  }),
]);

const Identity = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('cognito'),
    /** `{prefix}.auth.{region}.amazoncognito.com`, unique in the region. */
    domainPrefix: z.string().regex(/^[a-z0-9-]{3,63}$/, 'gồm 3–63 chữ thường, chữ số hoặc "-"'),
    mfa: z.enum(['required', 'optional']).default('required'),
    /**
     * Claim that holds the person id of master data. Cognito writes its user name into both kinds of token, attributes (`custom:person`) into ID
     * tokens only: with an attribute, browsers can sign in and programs with access tokens cannot.
     */
    personClaim: z.string().min(1).default('username'),
  }),
  z.strictObject({
    kind: z.literal('oidc'),
    providers: z
      .array(
        ProviderConfig.refine((provider) => provider.clientSecret === undefined, {
          error: 'không ghi clientSecret vào tệp cấu hình: dùng ứng dụng công khai (PKCE)',
          path: ['clientSecret'],
        }),
      )
      .min(1, 'cần ít nhất một nhà cung cấp định danh'),
  }),
]);

const from = z.string().min(3);
const Mail = z.discriminatedUnion('transport', [
  z.strictObject({
    transport: z.literal('ses'),
    from,
    /** A verified identity of SES: a domain or an address. */
    identity: z.string().min(3),
  }),
  z.strictObject({
    transport: z.literal('smtp'),
    from,
    secretArn: z.string().regex(/^arn:aws:secretsmanager:/, 'là ARN của một bí mật trong Secrets Manager'),
  }),
]);

const Fields = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/, 'gồm chữ thường, chữ số hoặc "-", nhiều nhất 20 ký tự'),
  /** `production` keeps everything that was ever written; the other kinds may be taken down. Only `demo` signs for invented people. */
  kind: z.enum(['production', 'demo', 'test']),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'là mã vùng AWS, ví dụ ap-southeast-1'),
  /** When given, deploying to another account is refused. */
  account: z
    .string()
    .regex(/^\d{12}$/, 'là 12 chữ số')
    .optional(),
  domain: Domain.optional(),
  objectLock: z.strictObject({
    /** COMPLIANCE cannot be lifted by anybody, root included: choose it when the retention schedule is settled. */
    mode: z.enum(['GOVERNANCE', 'COMPLIANCE']),
    /** How long an anchor of the journal is locked, and whatever else reaches the archive without a term; documents bring that of their dossier. */
    days: z.number().int().min(1).max(36_500),
  }),
  search: Search,
  identity: Identity,
  mail: Mail,
  alarms: z.strictObject({ email: z.email() }),
  waf: z.boolean(),
  /** ISO 3166-1 codes of the countries that are served; absent = all. */
  geo: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'là mã nước hai chữ hoa, ví dụ VN'))
    .min(1)
    .optional(),
  timestampUrl: z.url(),
  seals: z.array(UnitId.regex(ALIAS_PART, aliasSafe)).min(1, 'cần ít nhất một đơn vị có con dấu'),
  demoSigners: z.array(PersonId.regex(ALIAS_PART, aliasSafe)).default([]),
  readOnly: z.boolean().default(false),
  /** Seconds that a demo office's clock runs behind (negative) or ahead of real time. */
  clockOffsetSeconds: z.number().int().optional(),
  renderArchitecture: z.enum(['x86_64', 'arm64']).default('x86_64'),
  issueConcurrency: z.number().int().min(2).max(100).default(10),
  logRetentionDays: z.literal([30, 90, 180, 365, 731, 1827, 3653]).default(365),
  /** After a restore (docs/runbook.md): the table that point in time recovery made, which takes the place of the stack's own. */
  restoredTable: z
    .strictObject({
      name: z.string().min(3),
      streamArn: z.string().regex(/^arn:aws:dynamodb:[^:]+:\d{12}:table\/[^/]+\/stream\/.+$/, 'là ARN luồng của bảng'),
    })
    .optional(),
  backup: z.strictObject({
    /** `governance` may be lifted by who holds the permission; `compliance` by nobody, three days after the first deployment. */
    vaultLock: z.enum(['none', 'governance', 'compliance']),
  }),
});

const repeated = (values: readonly string[]): boolean => new Set(values).size < values.length;

/**
 * One installation on AWS (giai đoạn triển khai): a JSON file under infra/stages, or one of the operator's own. Nothing has a default that
 * decides about law or money: account, domain, retention and backends are always written out.
 */
export const StageConfig = Fields.superRefine((stage, context) => {
  const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  const { kind, domain } = stage;
  if (kind === 'production' && domain === undefined)
    refuse('domain', 'bắt buộc ở bản vận hành: địa chỉ được in và ký trong mã QR');
  if (domain !== undefined && !domain.regionCertificateArn.startsWith(`arn:aws:acm:${stage.region}:`))
    refuse('domain', `regionCertificateArn phải thuộc vùng ${stage.region}`);
  if (domain === undefined && (stage.waf || stage.geo !== undefined))
    refuse(stage.waf ? 'waf' : 'geo', 'chỉ có tác dụng khi có domain (CloudFront đứng trước)');
  if (kind !== 'demo' && stage.demoSigners.length > 0)
    refuse('demoSigners', 'chỉ bản trình diễn được giữ khóa ký của cá nhân');
  if (kind !== 'demo' && stage.clockOffsetSeconds !== undefined)
    refuse('clockOffsetSeconds', 'chỉ bản trình diễn được chạy lệch giờ');
  if (kind === 'test' && stage.backup.vaultLock === 'compliance')
    refuse('backup', 'bản kiểm thử không khóa kho sao lưu vĩnh viễn được: sẽ không gỡ bỏ được nữa');
  if (repeated(stage.seals)) refuse('seals', 'có đơn vị lặp lại');
  if (repeated(stage.demoSigners)) refuse('demoSigners', 'có người lặp lại');
});
export type StageConfig = z.infer<typeof StageConfig>;

/** Where the operator's own stages stand beside the samples. */
const FOLDER = join(import.meta.dirname, 'stages');
export const stageNames = (): string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -5));

/** Throws with every fault in one Vietnamese message. */
export const parseStage = (from: string, value: unknown): StageConfig => {
  const parsed = StageConfig.safeParse(value, { error: z.locales.vi().localeError });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `- ${path.join('.') || '(toàn tệp)'}: ${message}`);
  throw new Error([`Cấu hình triển khai ${from} chưa đúng:`, ...faults].join('\n'));
};

export const loadStage = (name: string): StageConfig => {
  if (!stageNames().includes(name))
    throw new Error(`Không có giai đoạn "${name}" trong infra/stages; hiện có: ${stageNames().join(', ')}.`);
  const value: unknown = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
  return parseStage(`infra/stages/${name}.json`, value);
};

/** `alias/vanthu-{stage}/`: behind it the seal of each unit, the anchor's key and, on demo stages, the keys of invented people. */
export const aliasPrefix = (stage: StageConfig): string => `alias/vanthu-${stage.name}/`;
export const apiDomain = (domain: { name: string }): string => `api.${domain.name}`;
export const originSecretName = (stage: StageConfig): string => `vanthu/${stage.name}/origin`;
