import type * as z from 'zod';
import { type Refusal, refuse } from '../../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { QueryAnswer, QueryHandler } from '../call.ts';
import { type Asker, askerOf, type ReadPorts } from './caller.ts';

export type Asked<Q> = { asker: Asker; params: Record<string, string>; query: Q };
export type Answered = Promise<Result<QueryAnswer, Refusal>>;

/** One query: who asks and with which keys is found first, then the question is parsed. */
export const query =
  <Q>(ports: ReadPorts, schema: z.ZodType<Q>, answer: (asked: Asked<Q>) => Answered): QueryHandler =>
  async (call) => {
    const parsed = schema.safeParse(call.query);
    if (!parsed.success) return refuse('invalid', 'kernel.invalid-query');
    const asker = await askerOf(ports, call.caller);
    if (!asker.ok) return asker;
    return answer({ asker: asker.value, params: call.params, query: parsed.data });
  };

export const data = (value: unknown): Result<QueryAnswer, Refusal> => ok({ data: value });
