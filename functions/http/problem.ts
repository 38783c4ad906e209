import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Refusal, RefusalKind } from '../../shared/kernel/refusal.ts';
import type { RefusalWords } from '../../shared/words/refusals.ts';
import { fill } from '../../shared/words/sentence.ts';

const STATUS: Record<RefusalKind, ContentfulStatusCode> = {
  invalid: 400,
  forbidden: 403,
  absent: 404,
  conflict: 409,
  unmet: 422,
};

const TITLES: Readonly<Record<number, { vi: string; en: string }>> = {
  400: { vi: 'Yêu cầu chưa đúng', en: 'Invalid request' },
  401: { vi: 'Chưa đăng nhập', en: 'Not signed in' },
  403: { vi: 'Không có quyền', en: 'Not permitted' },
  404: { vi: 'Không tìm thấy', en: 'Not found' },
  405: { vi: 'Thao tác không được nhận', en: 'Method not allowed' },
  409: { vi: 'Tình trạng đã thay đổi', en: 'Conflict' },
  412: { vi: 'Đã có bản mới hơn', en: 'A newer version exists' },
  413: { vi: 'Nội dung quá lớn', en: 'Too large' },
  415: { vi: 'Không đúng định dạng', en: 'Unsupported format' },
  422: { vi: 'Chưa đủ điều kiện', en: 'A condition is not met' },
  428: { vi: 'Thiếu điều kiện', en: 'Precondition required' },
  429: { vi: 'Quá nhiều yêu cầu', en: 'Too many requests' },
  500: { vi: 'Sự cố máy chủ', en: 'Server error' },
  503: { vi: 'Tạm thời chưa phục vụ được', en: 'Temporarily unavailable' },
};

export type FieldError = { pointer: string; message: string };
type Language = 'vi' | 'en';

/** Vietnamese unless the client clearly prefers English. */
export const languageOf = (accept: string | undefined): Language => {
  const first = (accept ?? '').split(',')[0]?.trim().toLowerCase() ?? '';
  return first.startsWith('en') ? 'en' : 'vi';
};

/** Answers refusals as RFC 9457 problem documents, in the words that the screens show too. */
export const makeProblem =
  (words: RefusalWords) =>
  (
    c: Context,
    refusal: Refusal,
    more: { status?: ContentfulStatusCode; errors?: FieldError[]; headers?: Record<string, string> } = {},
  ): Response => {
    const status = more.status ?? STATUS[refusal.kind];
    const language = languageOf(c.req.header('Accept-Language'));
    const sentence = words[language][refusal.code] ?? words.vi[refusal.code] ?? refusal.code;
    const body = {
      type: `/problems/${refusal.code}`,
      title: (TITLES[status] ?? TITLES[500])?.[language],
      status,
      detail: fill(sentence, refusal.facts),
      code: refusal.code,
      ...(refusal.basis === undefined ? {} : { basis: refusal.basis }),
      ...(refusal.facts === undefined ? {} : { facts: refusal.facts }),
      instance: c.req.path,
      ...(more.errors === undefined ? {} : { errors: more.errors }),
    };
    return c.body(JSON.stringify(body), status, {
      ...more.headers,
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Content-Language': language,
      'Cache-Control': 'no-store',
    });
  };
export type Problem = ReturnType<typeof makeProblem>;
