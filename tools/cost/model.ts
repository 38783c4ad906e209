import { METRICS, platform } from '../../functions/platform.ts';
import { BACKUPS, BEHAVIOUR, FIXED, OFFICE_HOURS, SEARCH_BUCKET, SEARCH_UNITS } from './behaviour.ts';
import { add, GB, type Quantities, runs } from './quantities.ts';
import { difference, sum, times, type Units, type Usage } from './usage.ts';

/** The office to be paid for. */
export type Scale = {
  /** Documents issued in a year. */
  documents: number;
  users: number;
  /** The bill is that of the last month of this year of work: what was kept has grown until then. */
  year: number;
  /** Agencies that seal with a key of their own. */
  seals: number;
  search: 'bucket' | 'opensearch';
  /** Cognito is paid by the active user; the authority's own OpenID provider is not. */
  identity: 'cognito' | 'oidc';
  firewall: boolean;
};
/** Who causes a line of the bill. */
export const CAUSES = ['fixed', 'background', 'documents', 'users', 'storage'] as const;
export type Cause = (typeof CAUSES)[number];

const MONTHS = 12;
const DAYS = 30;

/** What is billed for a usage: requests pass the distribution, the API, the authorizer and a function; messages are sent, received, deleted. */
const billed = (used: Usage, o: Pick<Scale, 'firewall' | 'search'>): Quantities => {
  const { api, render, sign, search, inspect, commits, issuing, mailMessages, mails } = used;
  const requests = api + render + sign + search + inspect;
  const inBucket = o.search === 'bucket' ? 1 : 0;
  const ofIndex = used.indexWrites * SEARCH_BUCKET.putsPerWrite + search * SEARCH_BUCKET.listsPerSearch;
  return add(
    runs({
      authorize: requests,
      api,
      render,
      sign,
      search,
      inspect,
      relay: commits,
      issue: issuing,
      mail: mailMessages,
    }),
    {
      tableWrite: used.tableWrites,
      tableRead: used.tableReads,
      filePut: used.filePuts + inBucket * ofIndex,
      fileGet: used.fileGets,
      signature: used.signatures,
      httpRequest: requests,
      cdnRequest: requests,
      cdnTransfer: used.bytesOut / GB,
      firewallRequest: o.firewall ? requests : 0,
      queueRequest: 3 * (issuing + mailMessages),
      mail: mails,
    },
  );
};

/** One document with everybody who looks at it. */
export const documentUsage = (units: Units, recipients: number = BEHAVIOUR.recipients): Usage => {
  const { open, pdf, verify } = units.looks;
  const opens = BEHAVIOUR.opensByMakers + recipients * BEHAVIOUR.opensByRecipient;
  const more = times(units.recipient, recipients);
  const made = difference(sum([units.document, more]), times(units.recipient, units.recipients));
  const downloads = BEHAVIOUR.downloadsByMakers + recipients;
  return sum([made, times(open, opens), times(pdf, downloads), times(verify, BEHAVIOUR.verifications)]);
};

const userMonth = (units: Units): Usage => {
  const { signIn, inbox, search } = units.looks;
  const day = sum([
    times(signIn, BEHAVIOUR.signIns),
    times(inbox, BEHAVIOUR.inboxLooks),
    times(search, BEHAVIOUR.searches),
  ]);
  return times(day, BEHAVIOUR.workingDays);
};

const pagesOfUser = (firewall: boolean): Quantities => {
  const signIns = BEHAVIOUR.signIns * BEHAVIOUR.workingDays;
  const requests = signIns * BEHAVIOUR.pageRequests;
  return {
    cdnRequest: requests,
    cdnTransfer: (signIns * BEHAVIOUR.pageBytes) / GB,
    firewallRequest: firewall ? requests : 0,
  };
};
const scaled = (part: Quantities, factor: number): Quantities =>
  Object.fromEntries(Object.entries(part).map(([name, quantity]) => [name, quantity * factor]));

/** Calls a month of a schedule: `rate(5 minutes)`, or once a day. */
const callsOf = (expression: string): number => {
  const minutes = /^rate\((\d+) minutes?\)$/.exec(expression)?.[1];
  return minutes === undefined ? DAYS : (DAYS * 24 * 60) / Number(minutes);
};
const scheduled = Object.values(platform).flatMap((row) =>
  row.triggers.flatMap((trigger) => (trigger.kind === 'schedule' ? [trigger] : [])),
);

/** What runs when nobody works. */
const background = (units: Units, o: Scale): Quantities => {
  const calls = new Map(scheduled.map(({ name, expression }) => [name, callsOf(expression)]));
  const of = (name: string): number => calls.get(name) ?? 0;
  const compactions = o.search === 'bucket' ? of('compact-search') : 0;
  const sweeps = of('sweep');
  const used = sum([times(units.background.sweep, sweeps), times(units.background.anchor, of('daily-anchor'))]);
  return add(billed(used, o), runs({ sweep: sweeps + of('daily-anchor'), compact: compactions }), {
    schedule: [...calls.values()].reduce((total, count) => total + count, 0),
    filePut: compactions * SEARCH_BUCKET.putsPerCompaction,
  });
};

const fixed = (o: Scale): Quantities => {
  const metrics = Object.keys(METRICS.names).length;
  return {
    signingKey: o.seals + FIXED.anchorKeys,
    secret: FIXED.secrets,
    metric: metrics,
    alarm: Object.keys(platform).length + metrics + FIXED.otherAlarms,
    dashboard: FIXED.dashboards,
    firewall: o.firewall ? 1 : 0,
    firewallRule: o.firewall ? FIXED.firewallRules : 0,
    searchCompute: o.search === 'opensearch' ? SEARCH_UNITS * OFFICE_HOURS : 0,
  };
};

/** Gigabytes that one document leaves behind. */
const left = ({ stored, recipients: counted }: Units, recipients: number = BEHAVIOUR.recipients) => ({
  table: (stored.document.table + (recipients - counted) * stored.recipient) / GB,
  /** In the working bucket, which is backed up; and with the locked copy, which needs no backup. */
  working: stored.document.files / GB,
  all: (stored.document.files + stored.document.archive) / GB,
});

/** Kept after `months` of work with so many new documents each, in gigabytes paid for in that month. */
export const kept = (units: Units, o: { perMonth: number; months: number }): Quantities => {
  const { table, working, all } = left(units);
  const tableThen = (month: number): number => Math.max(month, 0) * o.perMonth * table;
  const copies = Array.from({ length: BACKUPS.monthlyKept }, (_, ago) => tableThen(o.months - ago));
  return {
    tableStorage: tableThen(o.months),
    tableRecovery: tableThen(o.months),
    tableBackup: copies.reduce((total, one) => total + one, 0),
    fileStorage: o.months * o.perMonth * all,
    fileBackup: o.months * o.perMonth * working,
  };
};

/** What one month uses, by who causes it. */
export const month = (units: Units, o: Scale): Record<Cause, Quantities> => {
  const perMonth = o.documents / MONTHS;
  return {
    fixed: fixed(o),
    background: background(units, o),
    documents: billed(times(documentUsage(units), perMonth), o),
    users: add(scaled(add(billed(userMonth(units), o), pagesOfUser(o.firewall)), o.users), {
      activeUser: o.identity === 'cognito' ? o.users : 0,
    }),
    storage: kept(units, { perMonth, months: o.year * MONTHS }),
  };
};

/** What a thousand documents more cause: making and reading them, and a year of keeping them. */
export const thousandDocuments = (units: Units, recipients: number = BEHAVIOUR.recipients) => {
  const { table, working, all } = left(units, recipients);
  // The monthly copies of the first year: one after a month, twelve after twelve.
  const copies = Array.from({ length: MONTHS }, (_, before) => Math.min(before + 1, BACKUPS.monthlyKept));
  const keeping: Quantities = {
    tableStorage: 1000 * table * MONTHS,
    tableRecovery: 1000 * table * MONTHS,
    tableBackup: 1000 * table * copies.reduce((total, one) => total + one, 0),
    fileStorage: 1000 * all * MONTHS,
    fileBackup: 1000 * working * MONTHS,
  };
  const used = times(documentUsage(units, recipients), 1000);
  return { making: billed(used, { firewall: true, search: 'bucket' }), keeping };
};
