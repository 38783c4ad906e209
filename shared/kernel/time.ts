import * as z from 'zod';

/** ISO 8601 UTC, e.g. `2023-09-18T02:02:11.000Z`. */
export const Instant = z.iso.datetime().brand<'Instant'>();
export type Instant = z.infer<typeof Instant>;
/** A calendar date in Asia/Ho_Chi_Minh, e.g. `2023-09-18`. */
export const LocalDate = z.iso.date().brand<'LocalDate'>();
export type LocalDate = z.infer<typeof LocalDate>;

const OFFSET_MINUTES = 7 * 60; // Việt Nam has kept +07:00 without daylight saving since 1975.
const DAY = 86_400_000;

export const instant = (milliseconds: number): Instant => Instant.parse(new Date(milliseconds).toISOString());
export const milliseconds = (at: Instant): number => Date.parse(at);
export const later = (at: Instant, by: number): Instant => instant(milliseconds(at) + by);

const shifted = (at: Instant) => new Date(milliseconds(at) + OFFSET_MINUTES * 60_000).toISOString();

/** The calendar date in Việt Nam at that instant: registers turn over at Hà Nội midnight, not UTC. */
export const officeDate = (at: Instant): LocalDate => LocalDate.parse(shifted(at).slice(0, 10));
/** `09:02:11` on the office clock. */
export const officeTime = (at: Instant): string => shifted(at).slice(11, 19);
/** `2023-09-18T09:02:11+07:00`. */
export const officeInstant = (at: Instant): string => `${shifted(at).slice(0, 19)}+07:00`;
/** The register year: a document signed on 31 December and numbered on 1 January belongs to the new year (Điều 15.1). */
export const officeYear = (at: Instant): number => Number(shifted(at).slice(0, 4));
/** First instant of that date in Hà Nội. */
export const startOfDay = (date: LocalDate): Instant => instant(Date.parse(`${date}T00:00:00+07:00`));
/** Last second of that date in Hà Nội. */
export const endOfDay = (date: LocalDate): Instant => instant(Date.parse(`${date}T23:59:59+07:00`));

export const addDays = (date: LocalDate, days: number): LocalDate =>
  LocalDate.parse(new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10));
/** 1 = Monday … 7 = Sunday. */
export const weekday = (date: LocalDate): number => ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;

/** Half-open in time, closed in dates: valid on `from`, on `to`, and on every day between. */
export const Period = z.object({ from: LocalDate, to: LocalDate.optional() });
export type Period = z.infer<typeof Period>;
export const covers = (period: Period, on: LocalDate): boolean =>
  period.from <= on && (period.to === undefined || on <= period.to);
export const overlaps = (a: Period, b: Period): boolean =>
  (b.to === undefined || a.from <= b.to) && (a.to === undefined || b.from <= a.to);

/** `ngày 05 tháng 01 năm 2020`: zero before days under 10 and months 1–2 only (Phụ lục I.II.4). */
export const longDate = (date: LocalDate): string => {
  const [year = '', month = '', day = ''] = date.split('-');
  return `ngày ${day} tháng ${Number(month) < 3 ? month : String(Number(month))} năm ${year}`;
};
/** `18/09/2023`. */
export const shortDate = (date: LocalDate): string => date.split('-').reverse().join('/');
