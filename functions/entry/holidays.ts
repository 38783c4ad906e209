import { HolidayTable } from '../../shared/kernel/working-days.ts';
import table from './seed/holidays-vn.json' with { type: 'json' };

/** Public holidays of Việt Nam as announced, for working days. */
export const holidays = (): HolidayTable => HolidayTable.parse(table);
