import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { BACKUPS } from '../../tools/cost/behaviour.ts';
import { billOf, cost } from '../../tools/cost/bill.ts';
import { documentUsage, kept, month, type Scale, thousandDocuments } from '../../tools/cost/model.ts';
import { PRICES } from '../../tools/cost/prices.ts';
import committed from '../../tools/cost/units.json' with { type: 'json' };
import { Units } from '../../tools/cost/usage.ts';

const units = Units.parse(committed);
const idle: Scale = {
  documents: 0,
  users: 0,
  year: 1,
  seals: 1,
  search: 'bucket',
  identity: 'oidc',
  firewall: false,
};
const bill = (more: Partial<Scale> = {}) => billOf(month(units, { ...idle, ...more }));

const making = (recipients: number): number => cost(thousandDocuments(units, recipients).making);

describe('aims', () => {
  it('an idle office without a firewall pays at most 5 dollars a month', () => {
    expect(bill().paid).toBeLessThanOrEqual(5);
  });

  it('an idle office with everything on, searching in its bucket, pays at most 20 dollars, even by list price', () => {
    expect(bill({ firewall: true, identity: 'cognito' }).list).toBeLessThanOrEqual(20);
  });

  it('making and reading a thousand documents that go to three places costs at most 4 dollars', () => {
    expect(making(units.recipients)).toBeLessThanOrEqual(4);
  });
});

describe('what a thousand documents cost today, so that a dearer change is seen', () => {
  it('making and reading those that go to ten places: under 4.5 dollars', () => {
    expect(making(10)).toBeLessThan(4.5);
  });

  it('keeping them for a year: under 2.5 dollars', () => {
    expect(cost(thousandDocuments(units, 10).keeping)).toBeLessThan(2.5);
  });
});

describe('the model', () => {
  it('charges an idle office for nothing but what stands and what runs by the clock', () => {
    const { byCause } = bill();
    expect([byCause.documents, byCause.users, byCause.storage]).toEqual([0, 0, 0]);
    expect(byCause.background).toBeGreaterThan(0);
    expect(byCause.background).toBeLessThan(0.5);
  });

  it('grows with each document in proportion', () => {
    const [some, more] = [bill({ documents: 12_000 }).byCause, bill({ documents: 24_000 }).byCause];
    expect(more.documents).toBeCloseTo(2 * some.documents, 8);
    expect(more.storage).toBeCloseTo(2 * some.storage, 8);
    expect(more.fixed).toBe(some.fixed);
  });

  it('takes a wider document for a dearer one by what each recipient was counted to use', () => {
    const [three, thirteen] = [documentUsage(units, 3), documentUsage(units, 13)];
    const looks = units.looks.open.tableWrites + units.looks.pdf.tableWrites;
    expect(thirteen.tableWrites - three.tableWrites).toBeCloseTo(10 * (units.recipient.tableWrites + looks), 8);
    expect(thirteen.signatures).toBe(three.signatures);
  });

  it('keeps everything: the second year pays for two', () => {
    const gigabytes = (months: number) => kept(units, { perMonth: 1_000, months }).fileStorage ?? 0;
    expect(gigabytes(24)).toBeCloseTo(2 * gigabytes(12), 8);
    expect(gigabytes(12)).toBeCloseTo(
      (12_000 * (units.stored.document.files + units.stored.document.archive)) / 1e9,
      8,
    );
  });

  it('counts the copies of the table: a young office has few, an old one no more than are kept', () => {
    const copies = (months: number) => {
      const { tableBackup = 0, tableStorage = 1 } = kept(units, { perMonth: 1_000, months });
      return tableBackup / tableStorage;
    };
    expect(copies(1)).toBeCloseTo(1, 8);
    expect(copies(6)).toBeGreaterThan(copies(3));
    expect(copies(240)).toBeLessThanOrEqual(BACKUPS.monthlyKept);
  });

  it('pays Cognito by the active user and the authority’s own provider not at all', () => {
    const users = 20_000;
    expect(bill({ users, identity: 'cognito' }).list - bill({ users }).list).toBeCloseTo(
      users * PRICES.activeUser.usd,
      6,
    );
  });

  it('pays for OpenSearch by the hour and for the bucket only when it is used', () => {
    expect(bill({ search: 'opensearch' }).list - bill().list).toBeGreaterThan(100);
    expect(bill().lines.some((line) => line.item === 'searchCompute')).toBe(false);
  });

  it('adds each line once, and takes off no more than is never paid for', () => {
    const found = bill({ documents: 30_000, users: 400, firewall: true, identity: 'cognito' });
    expect(found.lines.reduce((total, line) => total + line.usd, 0)).toBeCloseTo(found.list, 8);
    expect(Object.values(found.byCause).reduce((total, one) => total + one, 0)).toBeCloseTo(found.list, 8);
    expect(found.paid).toBeLessThan(found.list);
    expect(found.paid).toBeGreaterThan(found.byCause.documents);
  });
});

describe('npm run cost', () => {
  const run = (...args: string[]) => spawnSync(process.execPath, ['tools/cost.ts', ...args], { encoding: 'utf8' });

  it('prints the usual sizes and the one asked for, and says that no price was checked', () => {
    const { stdout, status } = run('--documents', '30000', '--users', '400');
    expect(status).toBe(0);
    for (const part of ['xã, phường', 'sở, ngành', 'thành phố', 'quy mô đã hỏi', 'ghi theo trí nhớ'])
      expect(stdout).toContain(part);
  });

  it('answers JSON', () => {
    const told: unknown = JSON.parse(run('--json').stdout);
    expect(told).toMatchObject({
      thousandDocuments: { making: expect.any(Number), keeping: expect.any(Number) },
      estimates: expect.any(Array),
    });
  });

  it.each([
    ['--documents', 'many'],
    ['--users', '1', '--search', 'google'],
    ['--users', '1', '--year', '0'],
  ])('refuses %s %s', (...args) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain('phải là');
  });
});
