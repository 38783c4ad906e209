import { CALENDAR, type SetHolidays } from '../calendar.ts';
import type { OrganisationFacts } from '../organisation.ts';
import { administratorOnly, type Decided, decide, type OrganisationAct, stamp } from '../organisation-act.ts';

/** Công bố lịch nghỉ lễ, tết, ngày làm bù (Điều 112 Bộ luật Lao động 2019): deadlines count by it from the next act on. */
export const setHolidays = (facts: OrganisationFacts, { table, basis }: SetHolidays, act: OrganisationAct): Decided =>
  decide([administratorOnly(facts, act)], () => [
    { ref: CALENDAR, events: [{ type: 'HolidaysSet' as const, ...stamp(act), table, basis }] },
  ]);
