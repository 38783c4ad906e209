import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LocalDate } from '../../../shared/kernel/time.ts';
import {
  addWorkingDays,
  HolidayTable,
  isWorkingDay,
  nextWorkingDay,
  workingDaysBetween,
} from '../../../shared/kernel/working-days.ts';

const file = new URL('../../../functions/entry/seed/holidays-vn.json', import.meta.url);
const table = HolidayTable.parse(JSON.parse(readFileSync(file, 'utf8')));
const d = (text: string) => LocalDate.parse(text);

describe('working days', () => {
  it('works Monday to Friday and rests at the weekend', () => {
    const week = ['18', '19', '20', '21', '22', '23', '24'].map((day) => isWorkingDay(table, d(`2023-09-${day}`)));
    expect(week).toEqual([true, true, true, true, true, false, false]);
  });
  it('rests over Tết Nguyên đán 2024, Thursday to Wednesday', () => {
    expect(nextWorkingDay(table, d('2024-02-07'))).toBe('2024-02-15');
    expect(isWorkingDay(table, d('2024-02-13'))).toBe(false);
  });
  it('counts a make-up Saturday as a working day and the day it stands for as rest', () => {
    expect(isWorkingDay(table, d('2024-05-04'))).toBe(true);
    expect(isWorkingDay(table, d('2024-04-29'))).toBe(false);
    expect(addWorkingDays(table, d('2024-05-03'), 1)).toBe('2024-05-04');
    expect(isWorkingDay(table, d('2024-05-11'))).toBe(false);
  });
  it('does not count the day of the event itself', () => {
    expect(addWorkingDays(table, d('2023-09-18'), 5)).toBe('2023-09-25');
    expect(addWorkingDays(table, d('2023-09-18'), 0)).toBe('2023-09-18');
  });
  it('counts back over Tết when asked for days before a deadline', () => {
    expect(addWorkingDays(table, d('2025-02-03'), -1)).toBe('2025-01-24');
  });
  it('crosses the end of the year', () => {
    expect(nextWorkingDay(table, d('2024-12-31'))).toBe('2025-01-02');
  });
  it('measures the same distance that it added, in both directions', () => {
    for (const n of [0, 1, 5, 10, 23, 260]) {
      const from = d('2024-01-31');
      expect(workingDaysBetween(table, from, addWorkingDays(table, from, n))).toBe(n);
    }
    expect(workingDaysBetween(table, d('2025-02-03'), d('2025-01-24'))).toBe(-1);
    expect(workingDaysBetween(table, d('2024-02-07'), d('2024-02-14'))).toBe(0);
  });
  it('refuses to count half a day', () => {
    expect(() => addWorkingDays(table, d('2024-01-02'), 0.5)).toThrow();
  });
  it('refuses a table with a date that does not exist', () => {
    const wrong = { holidays: [{ date: '2024-02-30', name: 'x' }], workingSaturdays: [] };
    expect(HolidayTable.safeParse(wrong).success).toBe(false);
  });
});
