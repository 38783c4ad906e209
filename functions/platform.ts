import type * as z from 'zod';
import {
  ApiConfig,
  AuthorizeConfig,
  CompactConfig,
  InspectConfig,
  IssueConfig,
  MailConfig,
  RelayConfig,
  RenderConfig,
  SearchConfig,
  SignConfig,
  SweepConfig,
} from './aws-config.ts';

/** What the functions count, each with what a value above zero means; the infrastructure raises an alarm on every one of them. */
export const METRICS = {
  namespace: 'VanThu',
  /** Always there beside the stage: a metric is found only under all its dimensions. */
  service: 'vanthu',
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
  /** Megabytes of the function's own disk when the free 512 do not suffice: a copy of the search index stands there twice while it is unpacked. */
  disk?: number;
  /** Fonts are read as files. */
  fonts?: true;
  triggers: readonly Trigger[];
};
const publicRoute = (method: 'GET' | 'POST', path: string): Trigger => ({ kind: 'route', method, path, public: true });

/**
 * The product on AWS, as data: which functions there are, what each one's environment must hold, and which contract rows or events reach it.
 * The Lambda entries parse their environment by it, the infrastructure builds functions, routes and permissions from it, and the tests of both
 * read it: one table, so that a function can neither lack a variable nor be given one too many (architecture §2, ADR 0007).
 *
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
      publicRoute('GET', '/'),
      publicRoute('GET', '/giao-dien/trang.css'),
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
    disk: 2048,
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
    disk: 2048,
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
