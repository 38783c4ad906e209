import * as z from 'zod';
import { addDays, LocalDate, weekday } from './time.ts';

const Day = z.object({ date: LocalDate, name: z.string(), evidence: z.enum(['known', 'uncertain']).optional() });

/**
 * Ngày nghỉ lễ, tết và ngày làm bù, announced each year (Điều 112 Bộ luật Lao động 2019). Editable master data: passed in, never known here.
 * Weekends are not listed; `workingSaturdays` are the days of a weekend worked in exchange for another.
 */
export const HolidayTable = z.object({
  note: z.string().optional(),
  holidays: z.array(Day),
  workingSaturdays: z.array(Day),
});
export type HolidayTable = z.infer<typeof HolidayTable>;

const SATURDAY = 6;

/** Ngày làm việc: a weekday that is no holiday, or a make-up day (làm bù). */
export const isWorkingDay = (table: HolidayTable, date: LocalDate): boolean => {
  const listed = (days: HolidayTable['holidays']) => days.some((day) => day.date === date);
  if (listed(table.workingSaturdays)) return true;
  return weekday(date) < SATURDAY && !listed(table.holidays);
};

/**
 * The n-th working day after `date`; before it when n is negative; `date` itself when n = 0. The day of the event is not counted
 * (Điều 147 Bộ luật Dân sự 2015).
 */
export const addWorkingDays = (table: HolidayTable, date: LocalDate, n: number): LocalDate => {
  if (!Number.isSafeInteger(n)) throw new Error(`${n} is not a number of working days`);
  const step = n < 0 ? -1 : 1;
  let day = date;
  for (let left = Math.abs(n); left > 0; ) {
    day = addDays(day, step);
    if (isWorkingDay(table, day)) left -= 1;
  }
  return day;
};

/** The first working day after `date` (ngày làm việc tiếp theo): the latest day to number or to register (Điều 15.2, 22 NĐ 30/2020). */
export const nextWorkingDay = (table: HolidayTable, date: LocalDate): LocalDate => addWorkingDays(table, date, 1);

/** Working days after `from` up to and including `to`; negative when `to` lies before `from`. The inverse of `addWorkingDays`. */
export const workingDaysBetween = (table: HolidayTable, from: LocalDate, to: LocalDate): number => {
  if (to < from) return -countFrom(table, addDays(to, -1), addDays(from, -1));
  return countFrom(table, from, to);
};
const countFrom = (table: HolidayTable, after: LocalDate, to: LocalDate): number => {
  let count = 0;
  for (let day = addDays(after, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(table, day)) count += 1;
  return count;
};
