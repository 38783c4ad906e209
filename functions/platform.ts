import * as z from 'zod';
import { Json } from './config.ts';
import { ProviderConfig } from './ports/identity.ts';

/**
 * The product on AWS, as data: which functions there are, what each one's environment must hold, and which contract rows or events reach it.
 * The Lambda entries parse their environment by it, the infrastructure builds functions, routes and permissions from it, and the tests of both
 * read it: one table, so that a function can neither lack a variable nor be given one too many (architecture §2, ADR 0007).
 */
const Flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const Url = z.url().transform((url) => url.replace(/\/$/, ''));

/** Every function that touches state. */
const state = {
  STAGE: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/),
  /** The DynamoDB table of streams, events and views. */
  TABLE: z.string().min(3),
  /** Working files: content by hash, write-once slots, certificates under `settings/`. Versioned. */
  FILES_BUCKET: z.string().min(3),
  /** Demo stages print the marks that say so on every page, and may play another day: seconds that their office clock runs behind (negative) or ahead. */
  DEMO: Flag.default(false),
  CLOCK_OFFSET_SECONDS: z.coerce.number().int().optional(),
};
/** Printed in every QR and signed with it; also the origin of cookies and redirects. */
const address = { PUBLIC_URL: Url };
/** Who is at the door. */
const door = {
  ...address,
  /** ARN of the secret with ≥ 32 random characters from which the key of session cookies is derived. */
  SESSION_SECRET: z.string().min(1),
  /** ARN of the secret that CloudFront sends as `X-Origin-Verify`; absent when no distribution stands in front (test stages). */
  ORIGIN_SECRET: z.string().min(1).optional(),
  OIDC_PROVIDERS: Json(z.array(ProviderConfig).min(1)),
};
/** Commands are refused, reading goes on: during a move or a restore (docs/runbook.md). */
const readOnly = { READ_ONLY: Flag.default(false) };
const archive = { ARCHIVE_BUCKET: z.string().min(3), OBJECT_LOCK_MODE: z.enum(['GOVERNANCE', 'COMPLIANCE']) };
/** Which backend answers archive searches: an FTS5 index kept in a bucket, free while idle, or an OpenSearch endpoint. */
const search = {
  SEARCH: z.enum(['bucket', 'opensearch']),
  SEARCH_BUCKET: z.string().min(3).optional(),
  SEARCH_ENDPOINT: Url.optional(),
  /** `aoss` for OpenSearch Serverless, `es` for a managed domain. */
  SEARCH_SERVICE: z.enum(['aoss', 'es']).optional(),
};
const signing = {
  ...archive,
  /** `alias/vanthu-{stage}/`: behind it stand `seal/{unit}`, `anchor/main`, on demo stages `person/{id}`. */
  KEY_ALIAS_PREFIX: z.string().regex(/^alias\/[A-Za-z0-9/_-]+\/$/),
  /** RFC 3161. */
  TIMESTAMP_URL: z.url(),
};
const queues = { ISSUING_QUEUE: z.url(), MAIL_QUEUE: z.url() };

export const AuthorizeConfig = z.object({ STAGE: state.STAGE, ...door });
export const ApiConfig = z.object({ ...state, ...door, ...readOnly });
export const SearchConfig = z.object({ ...state, ...door, ...search });
export const RenderConfig = z.object({ ...state, ...door, ...readOnly });
export const SignConfig = z.object({ ...state, ...door, ...readOnly, ...signing });
export const InspectConfig = z.object({ ...state, ...address, ORIGIN_SECRET: door.ORIGIN_SECRET });
export const RelayConfig = z.object({ ...state, ...search, ...queues });
export const IssueConfig = z.object({ ...state, ...address, ...signing });
export const SweepConfig = z.object({ ...state, ...search, ...queues });
export const MailConfig = z.object({
  ...state,
  ...address,
  /** `Văn thư UBND <vanthu@example.gov.vn>` */
  MAIL_FROM: z.string().min(3),
  MAIL_TRANSPORT: z.enum(['ses', 'smtp']),
  /** ARN of the secret that holds `smtps://user:password@host:465`. */
  SMTP_SECRET: z.string().min(1).optional(),
});
export const CompactConfig = z.object({ STAGE: state.STAGE, SEARCH_BUCKET: z.string().min(3) });

/** What the functions count, each with what a value above zero means; the infrastructure raises an alarm on every one of them. */
export const METRICS = {
  namespace: 'VanThu',
  dimension: 'stage',
  names: {
    StuckDocuments: 'Có văn bản đã cấp số đứng lại giữa đường: xem danh sách văn bản đứng lại và nguyên nhân.',
    StalledStreams: 'Có luồng sự kiện mà một bộ xử lý đã bỏ cuộc: danh sách và sổ có thể chưa phản ánh đủ.',
    Tampering: 'Một sự kiện đã ghi bị sửa hoặc bị xóa trong bảng: chạy kiểm tra nhật ký ngay.',
    AnchorFailures: 'Chưa chốt được mốc nhật ký: phần đuôi của nhật ký chưa được bảo vệ.',
    MailRefused: 'Có địa chỉ thư bị từ chối: người nhận không được báo việc.',
  },
} as const;

/** What an event source or a route of API Gateway brings to a function. */
export type Trigger =
  /** Contract rows by name; `*` = every row that no other function takes. */
  | { kind: 'contracts'; names: readonly string[] | '*' }
  /** Routes beside the contract rows. `public` ones need no token. */
  | { kind: 'route'; method: 'GET' | 'POST'; path: string; public: boolean }
  | { kind: 'authorizer' }
  | { kind: 'stream' }
  | { kind: 'queue'; queue: 'issuing' | 'mail' }
  | { kind: 'schedule'; name: string; expression: string };

export type FunctionRow = {
  config: z.ZodObject;
  /** One sentence for the operator: what stops when this function fails. */
  breaks: string;
  memory: number;
  /** Seconds. */
  timeout: number;
  /** Native parts beside the bundle: typesetting needs Typst's binary, and so an architecture for which that binary exists. */
  native?: 'typst';
  /** Fonts are read as files. */
  fonts?: true;
  triggers: readonly Trigger[];
};
const publicRoute = (method: 'GET' | 'POST', path: string): Trigger => ({ kind: 'route', method, path, public: true });

/**
 * One function for the whole API; others only where permission, timeout, memory or trigger differ. `sign` and `issue` share the only role that
 * may call `kms:Sign`; `inspect` parses files of strangers and can read nothing but what a verification code shows.
 */
export const platform = {
  authorize: {
    config: AuthorizeConfig,
    breaks: 'Không ai đăng nhập được: mọi yêu cầu có phiên hoặc mã truy cập đều bị từ chối.',
    memory: 512,
    timeout: 10,
    triggers: [{ kind: 'authorizer' }],
  },
  api: {
    config: ApiConfig,
    breaks: 'Giao diện và API ngừng: không soạn thảo, duyệt, cấp số hay tra danh sách được.',
    memory: 1024,
    timeout: 29,
    triggers: [
      { kind: 'contracts', names: '*' },
      { kind: 'route', method: 'GET', path: '/api/me', public: false },
      { kind: 'route', method: 'GET', path: '/api/step-up/{id}/reauthenticate', public: false },
      publicRoute('GET', '/healthz'),
      publicRoute('GET', '/openapi.json'),
      publicRoute('GET', '/dang-nhap'),
      publicRoute('GET', '/dang-nhap/xong'),
      publicRoute('POST', '/dang-xuat'),
      publicRoute('GET', '/xac-thuc/{code}'),
    ],
  },
  search: {
    config: SearchConfig,
    breaks: 'Không tra cứu được kho lưu trữ; việc ban hành vẫn tiếp tục.',
    memory: 1769,
    timeout: 29,
    triggers: [{ kind: 'contracts', names: ['archive.search', 'archive.suggest'] }],
  },
  render: {
    config: RenderConfig,
    breaks: 'Không xem trước và không lập được trang ký (PDF).',
    memory: 1769,
    timeout: 29,
    native: 'typst',
    fonts: true,
    triggers: [{ kind: 'contracts', names: ['documents.preview', 'documents.prepare-signature'] }],
  },
  sign: {
    config: SignConfig,
    breaks: 'Lãnh đạo không ký số được; bản trình vẫn nằm ở lượt của người ký.',
    memory: 1024,
    timeout: 29,
    fonts: true,
    triggers: [{ kind: 'contracts', names: ['documents.sign'] }],
  },
  inspect: {
    config: InspectConfig,
    breaks: 'Người dân không kiểm tra được tệp PDF trên trang xác thực; tra mã xác thực vẫn được.',
    memory: 1024,
    timeout: 29,
    triggers: [publicRoute('POST', '/xac-thuc/{code}')],
  },
  relay: {
    config: RelayConfig,
    breaks: 'Hộp việc, sổ và tra cứu không được cập nhật; văn bản đã cấp số chưa được đóng dấu.',
    memory: 1024,
    timeout: 120,
    triggers: [{ kind: 'stream' }],
  },
  issue: {
    config: IssueConfig,
    breaks: 'Văn bản đã cấp số đứng lại trước bước đóng dấu, phát hành hoặc lập hồ sơ; nhật ký chưa được chốt mốc.',
    memory: 1024,
    timeout: 120,
    fonts: true,
    triggers: [{ kind: 'queue', queue: 'issuing' }],
  },
  sweep: {
    config: SweepConfig,
    breaks: 'Văn bản đứng lại không được thử lại; mốc nhật ký hằng ngày không được chốt.',
    memory: 512,
    timeout: 120,
    triggers: [
      { kind: 'schedule', name: 'sweep', expression: 'rate(5 minutes)' },
      { kind: 'schedule', name: 'daily-anchor', expression: 'cron(5 0 * * ? *)' },
    ],
  },
  mail: {
    config: MailConfig,
    breaks: 'Thư báo việc đến lượt không được gửi; hộp việc vẫn đầy đủ.',
    memory: 512,
    timeout: 60,
    triggers: [{ kind: 'queue', queue: 'mail' }],
  },
  compact: {
    config: CompactConfig,
    breaks: 'Chỉ mục tra cứu không được gộp: lần tra cứu đầu ngày chậm dần.',
    memory: 1769,
    timeout: 600,
    triggers: [{ kind: 'schedule', name: 'compact-search', expression: 'cron(30 1 * * ? *)' }],
  },
} as const satisfies Record<string, FunctionRow>;
export type FunctionName = keyof typeof platform;
/** Time zone of every schedule: registers and anchors turn over at Hà Nội midnight. */
export const TIME_ZONE = 'Asia/Ho_Chi_Minh';
const takes = (row: FunctionRow, contract: string): boolean =>
  row.triggers.some(
    (trigger) => trigger.kind === 'contracts' && trigger.names !== '*' && trigger.names.includes(contract),
  );
/** Which function answers a contract row. */
export const functionOf = (contract: string): FunctionName => {
  const names: readonly FunctionName[] = ['search', 'render', 'sign'];
  return names.find((name) => takes(platform[name], contract)) ?? 'api';
};
