import * as z from 'zod';
import { refuse } from '../../kernel/refusal.ts';
import { ok } from '../../kernel/result.ts';
import { officeYear } from '../../kernel/time.ts';
import type { RegisterEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { isClerkOf } from '../who.ts';
import type { Register } from './register.ts';

/** An office starts in mid-year at a stated number, with its basis and approver (Điều 15.1). */
export const OpenRegister = z.object({
  first: z.number().int().min(1).max(999_999),
  basis: z.string().min(5).max(500),
  approver: z.string().min(3).max(200),
});
export type OpenRegister = z.infer<typeof OpenRegister>;

/** Mở sổ đăng ký văn bản đi: once per series and year, by the clerk of the issuer. */
export const openRegister = (
  register: Register | null,
  command: OpenRegister,
  facts: DocumentFacts & { series: string; year: number },
) => {
  const series = facts.organisation.organisation.series.find((one) => one.id === facts.series);
  if (series === undefined) return refuse('absent', 'register.no-series');
  if (!isClerkOf(facts, series.issuer))
    return refuse('forbidden', 'register.not-the-clerk', { basis: 'Điều 32.2 Nghị định 30/2020/NĐ-CP' });
  if (register !== null) return refuse('conflict', 'register.already-open', { facts: { year: facts.year } });
  if (facts.year !== officeYear(facts.now))
    return refuse('unmet', 'register.other-year', { facts: { year: facts.year } });
  const opened: RegisterEvent = {
    type: 'RegisterOpened',
    at: facts.now,
    by: facts.actor,
    series: facts.series,
    year: facts.year,
    first: command.first,
    basis: command.basis,
    approver: command.approver,
  };
  return ok([opened]);
};
