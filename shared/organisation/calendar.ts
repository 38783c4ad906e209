import * as z from 'zod';
import { Actor } from '../kernel/actor.ts';
import type { Aggregate } from '../kernel/aggregate.ts';
import type { StreamRef } from '../kernel/event-record.ts';
import { Instant } from '../kernel/time.ts';
import { HolidayTable } from '../kernel/working-days.ts';

export const CalendarEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('HolidaysSet'), at: Instant, by: Actor, table: HolidayTable, basis: z.string().max(300) }),
]);
export type CalendarEvent = z.infer<typeof CalendarEvent>;

export const CALENDAR: StreamRef = { aggregate: 'calendar', id: 'main' };

/** Lịch nghỉ lễ, tết, ngày làm bù: announced each year, editable. Stream `calendar/main`. */
export const calendarAggregate: Aggregate<HolidayTable, CalendarEvent> = {
  name: 'calendar',
  schemaVersion: 1,
  state: HolidayTable,
  event: CalendarEvent,
  evolve: (_state, event) => event.table,
};

/** Công bố lịch nghỉ: the whole table of the years it names, with the announcement it rests on. */
export const SetHolidays = z.object({ table: HolidayTable, basis: z.string().trim().min(5).max(300) });
export type SetHolidays = z.infer<typeof SetHolidays>;
