import * as z from 'zod';
import type { QueryContract } from '../kernel/contract.ts';
import { PersonId, PositionId } from '../kernel/ids.ts';
import { LocalDate } from '../kernel/time.ts';
import { Procedure, StepKind } from './procedure.ts';

/** Chạy thử quy trình: dry-run.ts. */
export const RouteAnswer = z.object({
  procedure: z.object({ id: z.string(), version: z.number().int(), name: z.string() }).optional(),
  steps: z.array(
    z.object({
      step: z.string(),
      kind: StepKind,
      opens: LocalDate,
      due: LocalDate,
      who: z.array(
        z.object({
          person: PersonId,
          name: z.string(),
          position: PositionId,
          title: z.string(),
          absent: z.boolean(),
          suspended: z.boolean(),
          substitute: PersonId.optional(),
        }),
      ),
      unfilled: z.boolean(),
      optional: z.boolean(),
    }),
  ),
  expected: LocalDate,
  warnings: z.array(z.enum(['collective-decision-missing', 'no-procedure'])),
});
export type RouteAnswer = z.infer<typeof RouteAnswer>;

/** Kiểm tra thể thức: lint.ts. */
export const FormatCheckAnswer = z.object({
  version: z.number().int(),
  findings: z.array(
    z.object({
      id: z.string(),
      severity: z.enum(['error', 'warning']),
      cell: z.string(),
      message: z.string(),
      autofix: z.boolean(),
    }),
  ),
});
export type FormatCheckAnswer = z.infer<typeof FormatCheckAnswer>;

const rows = [
  {
    name: 'procedures.list',
    path: '/api/procedures',
    title: 'Quy trình xử lý đang áp dụng',
    query: z.object({ on: LocalDate.optional() }),
    answer: z.object({ on: LocalDate, items: z.array(Procedure) }),
  },
  {
    name: 'documents.route',
    path: '/api/documents/{id}/route',
    title: 'Chạy thử quy trình: văn bản sẽ đến ai, khi nào xong',
    query: z.object({}),
    answer: RouteAnswer,
  },
  {
    name: 'documents.format-check',
    path: '/api/documents/{id}/format-check',
    title: 'Kiểm tra thể thức',
    query: z.object({}),
    answer: FormatCheckAnswer,
  },
] as const;

/** What the drafter may ask before anything is sent. */
export const checkQueries: readonly QueryContract[] = rows.map((row) => ({ kind: 'query', method: 'GET', ...row }));
