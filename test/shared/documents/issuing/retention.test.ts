import { describe, expect, it } from 'vitest';
import { keptUntil, RetentionPeriod } from '../../../../shared/documents/issuing/retention.ts';
import { Instant } from '../../../../shared/kernel/time.ts';

const filedAt = Instant.parse('2023-09-18T02:00:00.000Z');
const until = (retention: string, year = 2023) => keptUntil({ retention, year, filedAt });

describe('the retention period of a dossier', () => {
  it('counts its years from the end of the dossier’s year, in Hà Nội', () => {
    expect(until('50 năm')).toBe('2073-12-31T16:59:59.000Z');
    expect(until('5 năm', 2022)).toBe('2027-12-31T16:59:59.000Z');
  });

  it('that is permanent holds as long as any store can: a hundred years of 365 days from the filing', () => {
    expect(until('Vĩnh viễn')).toBe('2123-08-25T02:00:00.000Z');
    expect(until('vĩnh viễn'.normalize('NFD'))).toBe('2123-08-25T02:00:00.000Z');
  });

  it.each(['', 'năm', '0 năm', '100 năm', 'Lâu dài', '10 nam', '10 năm hoặc vĩnh viễn'])(
    'is not taken when nobody can count it: %j',
    (retention) => {
      expect(RetentionPeriod.safeParse(retention).success).toBe(false);
      expect(() => until(retention)).toThrow();
    },
  );
});
