import { err } from './result.ts';

/** invalid 400 · forbidden 403 · absent 404 · conflict 409 · unmet 422 (mapped once, in functions/http/problem.ts). */
export type RefusalKind = 'invalid' | 'forbidden' | 'absent' | 'conflict' | 'unmet';

/** A "no" that the business expects. Returned, never thrown. */
export type Refusal<Code extends string = string> = {
  kind: RefusalKind;
  /** `capability.plain-reason`; its sentences stand in shared/words. */
  code: Code;
  /** The provision that forbids it, e.g. "Điều 11.2 Nghị định 30/2020/NĐ-CP". */
  basis?: string;
  /** What the sentence may name: dates, people, deadlines. */
  facts?: Record<string, unknown>;
};

export const refuse = <Code extends string>(kind: RefusalKind, code: Code, more: Omit<Refusal, 'kind' | 'code'> = {}) =>
  err<Refusal<Code>>({ kind, code, ...more });
