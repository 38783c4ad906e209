import * as z from 'zod';
import type { Aggregate } from '../../kernel/aggregate.ts';
import { SeriesId } from '../../kernel/ids.ts';
import { LocalDate } from '../../kernel/time.ts';
import { RegisterEvent } from '../events.ts';

/**
 * Sổ đăng ký văn bản đi of one series and Hà Nội year (Điều 15, Phụ lục IV): only what the next number needs; the rows are its events.
 * Stream `register/{series}.{year}`.
 */
export const Register = z.object({
  series: SeriesId,
  year: z.number().int(),
  /** The number that the next document gets. */
  next: z.number().int().positive(),
  /** Date of the last number: the next one is never earlier. */
  lastDate: LocalDate.optional(),
  voided: z.number().int().nonnegative(),
  closed: z.boolean(),
});
export type Register = z.infer<typeof Register>;

export const registerId = (series: SeriesId, year: number): string => `${series}.${year}`;

export const registerAggregate: Aggregate<Register, RegisterEvent> = {
  name: 'register',
  schemaVersion: 1,
  state: Register,
  event: RegisterEvent,
  evolve: (state, event) => {
    if (event.type === 'RegisterOpened') {
      return { series: SeriesId.parse(event.series), year: event.year, next: event.first, voided: 0, closed: false };
    }
    if (state === null) throw new Error(`${event.type} before the register was opened`);
    switch (event.type) {
      case 'NumberTaken':
        return { ...state, next: event.number + 1, lastDate: event.date };
      case 'NumberVoided':
        return { ...state, voided: state.voided + 1 };
      case 'RegisterClosed':
        return { ...state, closed: true };
    }
  },
};
