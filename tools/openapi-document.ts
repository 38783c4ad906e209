import * as z from 'zod';
import { contracts } from '../functions/entry/compose.ts';
import { stepUpContract } from '../functions/http/step-up-contract.ts';
import type { CommandContract, Contract, QueryContract } from '../shared/kernel/contract.ts';
import { hoistDefinitions, shareSchemas } from './openapi-components.ts';

type Json = Record<string, unknown>;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  // Brands and refinements that JSON Schema cannot say are left to the server; what it can say is exact.
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    reused: 'inline',
  });
  return rest;
};

const problem = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
const PROBLEMS: Readonly<Record<string, string>> = {
  400: 'Yêu cầu chưa đúng (invalid)',
  401: 'Chưa đăng nhập',
  403: 'Không có quyền (forbidden)',
  404: 'Không tìm thấy hoặc không được xem (absent)',
  409: 'Tình trạng đã thay đổi (conflict)',
  422: 'Chưa đủ điều kiện (unmet)',
  429: 'Quá nhiều yêu cầu',
  412: 'Đã có bản mới hơn',
  413: 'Nội dung gửi lên quá lớn',
  415: 'Không phải JSON',
  428: 'Thiếu If-Match',
  500: 'Sự cố máy chủ',
  503: 'Chưa trả lời kịp; gửi lại với cùng Idempotency-Key',
};
/** Refused only where the version that was read must be named. */
const IF_MATCH = new Set(['412', '428']);
/** Refused only where a body is sent. */
const BODY = new Set(['413', '415']);
/** Said by the server before it reads the request to its end: no problem document. */
const HEADERS_TOO_LARGE = { description: 'Địa chỉ hoặc phần đầu của yêu cầu quá dài' };
const problems = (row: Contract): Json => {
  const isCommand = row.kind === 'command';
  const conditional = isCommand && row.ifMatch === true;
  const statuses = Object.keys(PROBLEMS).filter(
    (status) => (conditional || !IF_MATCH.has(status)) && (isCommand || !BODY.has(status)),
  );
  return {
    ...Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }])),
    431: HEADERS_TOO_LARGE,
  };
};

const header = (name: string, required: boolean, description: string, schema: Json): Json => ({
  name,
  in: 'header',
  required,
  description,
  schema,
});
const ACTING_AS = header('Acting-As', false, 'Chức vụ mà người gọi chọn để thao tác', { type: 'string' });
const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const commandOperation = (row: CommandContract): Json => ({
  parameters: [
    ...pathParameters(row.path),
    header('Idempotency-Key', true, 'ULID hoặc 16–64 ký tự an toàn trong URL', {
      type: 'string',
      pattern: '^[A-Za-z0-9_-]{16,64}$',
    }),
    ...(row.ifMatch === true ? [header('If-Match', true, 'ETag đã đọc', { type: 'string', pattern: '^"\\d+"$' })] : []),
    ACTING_AS,
  ],
  requestBody: { required: true, content: { 'application/json': { schema: schemaOf(row.body, 'input') } } },
  responses: {
    200: {
      description: 'Đã thực hiện',
      headers: {
        ETag: { description: 'Phiên bản sau thao tác', schema: { type: 'string' } },
        'Idempotent-Replayed': {
          description: 'true khi trả lời lại một lệnh đã thực hiện',
          schema: { type: 'string' },
        },
      },
      content: { 'application/json': { schema: schemaOf(row.answer, 'output') } },
    },
    ...problems(row),
  },
});

const Properties = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
});
const queryParameters = (row: QueryContract): Json[] => {
  const { properties, required } = Properties.parse(schemaOf(row.query, 'input'));
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
};
const LARGE_FILE: Json = {
  description: 'Tệp lớn, trên nền tảng giới hạn cỡ trả lời: tải tại liên kết ngắn hạn',
  headers: { Location: { description: 'Liên kết ngắn hạn', schema: { type: 'string', format: 'uri' } } },
};
const queryOperation = (row: QueryContract): Json => ({
  parameters: [...pathParameters(row.path), ...queryParameters(row), ACTING_AS],
  responses: {
    200: {
      description: 'Kết quả',
      headers: { ETag: { description: 'Phiên bản, khi là một hồ sơ', schema: { type: 'string' } } },
      content:
        row.binary === undefined
          ? { 'application/json': { schema: schemaOf(row.answer, 'output') } }
          : { [row.binary]: { schema: { type: 'string', format: 'binary' } } },
    },
    ...(row.binary === undefined ? {} : { 302: LARGE_FILE }),
    ...problems(row),
  },
});

const operation = (row: Contract): Json => ({
  operationId: row.name,
  tags: [row.name.split('.')[0]],
  summary: row.title,
  ...(row.kind === 'command' && row.basis !== undefined ? { description: `Căn cứ: ${row.basis}` } : {}),
  ...(row.kind === 'command' ? commandOperation(row) : queryOperation(row)),
});

const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  basis: z.string().optional(),
  facts: z.record(z.string(), z.unknown()).optional(),
  instance: z.string(),
  errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
});

/** OpenAPI 3.1 of every contract row; nothing in it is written by hand twice. */
export const describeApi = (rows: readonly Contract[] = [...contracts, stepUpContract]): Json => {
  const paths: Record<string, Json> = {};
  for (const row of rows) paths[row.path] = { ...paths[row.path], [row.method.toLowerCase()]: operation(row) };
  const recursive: Json = {};
  const hoisted = Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [path, hoistDefinitions(item, recursive, new Map())]),
  );
  const shared = shareSchemas(hoisted);
  return {
    openapi: '3.1.0',
    info: { title: 'Văn Thư', version: '0.1.0', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    security: [{ session: [], ownPage: [] }, { bearer: [] }],
    paths: shared.paths,
    components: {
      schemas: { Problem: schemaOf(Problem, 'output'), ...recursive, ...shared.schemas },
      responses: Object.fromEntries(
        Object.entries(PROBLEMS).map(([status, text]) => [`Problem${status}`, problem(text)]),
      ),
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-vanthu-session',
          description: 'Trên http cục bộ: vanthu-session',
        },
        ownPage: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Van-Thu',
          description: 'Luôn là 1; bắt buộc với yêu cầu ghi bằng cookie',
        },
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      },
    },
  };
};
