import * as z from 'zod';
import { endOfDay, type Instant, LocalDate, later } from '../../kernel/time.ts';

const PERIOD = /^(?:[Vv]ĩnh viễn|([1-9][0-9]?) năm)$/u;
/** Thời hạn bảo quản as the file plan writes it (Phụ lục V): `Vĩnh viễn`, or years: `50 năm`. */
export const RetentionPeriod = z.string().trim().normalize('NFC').regex(PERIOD);

/** A hundred years: the longest for which Object Lock takes a file. */
const PERMANENT = 36_500 * 86_400_000;

/**
 * Until when a paper filed at `filedAt` is kept (Điều 29.2c): years count from the end of the dossier's year, the permanent from the filing.
 * Throws when the period is neither.
 */
export const keptUntil = (o: { retention: string; year: number; filedAt: Instant }): Instant => {
  const [, years] = PERIOD.exec(RetentionPeriod.parse(o.retention)) ?? [];
  if (years === undefined) return later(o.filedAt, PERMANENT);
  return endOfDay(LocalDate.parse(`${o.year + Number(years)}-12-31`));
};
