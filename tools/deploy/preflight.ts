import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { RETRIES } from '../../functions/entry/aws/state.ts';
import type { ProviderConfig } from '../../functions/ports/identity.ts';
import { apiDomain, type StageConfig } from '../../infra/stage.ts';
import { askCertificate } from './certificate-check.ts';
import { askMail } from './mail-check.ts';
import { outputsOf, stacksOf } from './stacks.ts';
import { Unready } from './unready.ts';

export type Finding = { ok: boolean; subject: string; says: string };
type Check = { subject: string; ask: () => Promise<string> };
export type PreflightOptions = { fetch: typeof fetch; now: number };

/** The oldest bootstrap that the library's templates accept (cdk.out: requiresBootstrapStackVersion). */
const BOOTSTRAP = 6;
/** Lambda leaves no account with less than this unreserved, so reserving for `issue` fails below. */
const UNRESERVED = 100;

const askAccount = async (stage: StageConfig): Promise<string> => {
  const sts = new STSClient({ ...RETRIES, region: stage.region });
  const { Account: account = '?' } = await sts.send(new GetCallerIdentityCommand({}));
  if (stage.account !== undefined && stage.account !== account)
    throw new Unready(
      `đang đăng nhập tài khoản ${account}, giai đoạn thuộc tài khoản ${stage.account}: đổi AWS_PROFILE`,
    );
  return account;
};

const askBootstrap = async (stage: StageConfig, region: string): Promise<string> => {
  const outputs = await outputsOf({ name: 'CDKToolkit', region });
  const version = Number(outputs?.get('BootstrapVersion') ?? 0);
  const command = `npx cdk bootstrap aws://${stage.account ?? 'TÀI_KHOẢN'}/${region}`;
  if (outputs === undefined) throw new Unready(`vùng ${region} chưa được chuẩn bị: chạy ${command}`);
  if (version < BOOTSTRAP)
    throw new Unready(`bộ chuẩn bị ở ${region} là bản ${version}, cần ${BOOTSTRAP}: chạy ${command}`);
  return `${region}, bản ${version}`;
};

const askConcurrency = async (stage: StageConfig): Promise<string> => {
  const lambda = new LambdaClient({ ...RETRIES, region: stage.region });
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  const limit = AccountLimit?.ConcurrentExecutions ?? 0;
  const need = UNRESERVED + stage.issueConcurrency;
  if (limit < need)
    throw new Unready(
      `tài khoản chỉ chạy được ${limit} lượt hàm cùng lúc, cần ${need}: xin tăng "Concurrent executions" của Lambda (mã L-B99A9384)`,
    );
  return `${limit} lượt cùng lúc (cần ${need})`;
};

const Discovery = z.object({ issuer: z.string(), authorization_endpoint: z.url(), token_endpoint: z.url() });
const askProvider = async ({ issuer }: ProviderConfig, o: PreflightOptions): Promise<string> => {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await o.fetch(address, { signal: AbortSignal.timeout(10_000) });
  const found = Discovery.safeParse(answer.ok ? await answer.json() : undefined);
  if (!found.success) throw new Unready(`${address} không trả lời đúng (${answer.status})`);
  if (found.data.issuer !== issuer)
    throw new Unready(`${address} tự xưng là ${found.data.issuer}: sửa issuer cho khớp`);
  return issuer;
};

const checksOf = (stage: StageConfig, o: PreflightOptions): Check[] => {
  const { domain, identity } = stage;
  const certificate = (subject: string, arn: string, name: string): Check => ({
    subject,
    ask: () => askCertificate({ arn, name, now: o.now }),
  });
  const regions = [...new Set(stacksOf(stage).map(({ region }) => region))];
  return [
    { subject: 'Tài khoản AWS', ask: () => askAccount(stage) },
    ...regions.map((region) => ({ subject: 'Chuẩn bị CDK', ask: () => askBootstrap(stage, region) })),
    { subject: 'Hạn mức hàm Lambda', ask: () => askConcurrency(stage) },
    ...(domain === undefined
      ? []
      : [
          certificate('Chứng chỉ của API', domain.regionCertificateArn, apiDomain(domain)),
          certificate('Chứng chỉ của trang', domain.globalCertificateArn, domain.name),
        ]),
    { subject: 'Gửi thư', ask: () => askMail(stage) },
    ...(identity.kind === 'oidc'
      ? identity.providers.map((one) => ({ subject: 'Định danh', ask: () => askProvider(one, o) }))
      : []),
  ];
};

const reasonOf = (error: unknown): string => {
  if (error instanceof Unready) return error.message;
  return `không hỏi được: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
};

/** Kiểm tra trước khi triển khai: everything that would let a deployment fail half-way, asked beforehand; each with what to do. Changes nothing. */
export const preflight = (stage: StageConfig, o: PreflightOptions): Promise<Finding[]> =>
  Promise.all(
    checksOf(stage, o).map(async ({ subject, ask }): Promise<Finding> => {
      try {
        return { ok: true, subject, says: await ask() };
      } catch (error) {
        return { ok: false, subject, says: reasonOf(error) };
      }
    }),
  );

export const findingLine = ({ ok, subject, says }: Finding): string => `${ok ? 'ok  ' : 'HỎNG'}  ${subject}: ${says}`;
