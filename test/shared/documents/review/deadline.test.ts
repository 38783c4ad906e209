import { describe, expect, it } from 'vitest';
import { dueOn, workingDaysAt } from '../../../../shared/documents/review/deadline.ts';
import { as, day } from '../office.ts';

describe('deadlines (hạn xử lý) by urgency', () => {
  it.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [5, 3],
  ])('an urgent document has half of %i working days, rounded up: %i', (normal, urgent) => {
    expect(workingDaysAt('urgent', normal)).toBe(urgent);
  });

  it('counts no weekend and no holiday', () => {
    const { holidays } = as('an');
    // Friday 15 + 3: Monday, Tuesday, and Thursday since Wednesday is a holiday.
    expect(dueOn(holidays, day('2023-09-15'), { urgency: 'normal', workingDays: 3 })).toBe('2023-09-21');
  });
});
