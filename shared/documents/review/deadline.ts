import type { LocalDate } from '../../kernel/time.ts';
import { addWorkingDays, type HolidayTable } from '../../kernel/working-days.ts';
import type { Urgency } from '../../organisation/document-type.ts';

/** Working days at that urgency: urgent halves (rounded up), very urgent and express are due the same day. */
export const workingDaysAt = (urgency: Urgency, normal: number): number => {
  if (urgency === 'normal') return normal;
  return urgency === 'urgent' ? Math.ceil(normal / 2) : 0;
};
/** Hạn xử lý of a step that opens on that day. */
export const dueOn = (
  holidays: HolidayTable,
  opened: LocalDate,
  step: { urgency: Urgency; workingDays: number },
): LocalDate => addWorkingDays(holidays, opened, workingDaysAt(step.urgency, step.workingDays));
