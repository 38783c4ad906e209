import * as z from 'zod';
import { RegisterEntry, RegisterSent, RegisterVoid } from '../../../shared/documents/lines.ts';
import { Page, type RegisterRow } from '../../../shared/documents/query-answers.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import { officeDate } from '../../../shared/kernel/time.ts';
import type { ViewRow } from '../../ports/views.ts';
import type { QueryHandler } from '../call.ts';
import { type ReadPorts, readableAmong } from './caller.ts';
import { data, query } from './query.ts';

type Open = ReadonlyMap<string, unknown>;
type Facets = { entry?: RegisterEntry; sent?: RegisterSent; voided?: RegisterVoid };

/** One number has up to three rows: taken, sent, voided; each is written by its own stream. */
const byNumber = (rows: readonly ViewRow[]): Map<string, Facets> => {
  const found = new Map<string, Facets>();
  for (const row of rows) {
    const [number = '', facet] = row.sk.split('#');
    const now = found.get(number) ?? {};
    if (facet === '0-taken') found.set(number, { ...now, entry: RegisterEntry.parse(row.data) });
    if (facet === '1-sent') found.set(number, { ...now, sent: RegisterSent.parse(row.data) });
    if (facet === '2-void') found.set(number, { ...now, voided: RegisterVoid.parse(row.data) });
  }
  return found;
};

/** Which document changed it is said only to those who may read that one too. */
const noteOf = ({ sent, voided }: Facets, open: Open): string => {
  if (voided !== undefined) return `Số đã hủy: ${voided.reason} (người duyệt: ${voided.approver})`;
  const words = {
    amended: 'Được sửa đổi bởi',
    replaced: 'Được thay thế bởi',
    corrected: 'Được đính chính bởi',
  } as const;
  const standing = z.enum(['amended', 'replaced', 'corrected']).safeParse(sent?.standing);
  if (!standing.success) return '';
  const by = (sent?.affectedBy ?? []).filter((one) => open.has(one.document)).map((one) => one.display);
  return by.length === 0 ? standingOnly[standing.data] : `${words[standing.data]} ${by.join(', ')}`;
};
const standingOnly = {
  amended: 'Đã được sửa đổi',
  replaced: 'Đã được thay thế',
  corrected: 'Đã được đính chính',
} as const;

const registerRow = (entry: RegisterEntry, facets: Facets, open: Open): RegisterRow => ({
  document: entry.document,
  number: entry.number,
  display: entry.display,
  date: entry.date,
  typeAndSubject: `${entry.typeName} ${entry.subject}`,
  signer: entry.signer,
  recipients: entry.recipients,
  fileCopy: entry.fileCopy,
  copies: entry.copies,
  receipt: facets.sent?.dispatchedAt === undefined ? '' : `Hệ thống: ${facets.sent.lines} nơi nhận`,
  note: noteOf(facets, open),
  voided: facets.voided !== undefined,
  ...(facets.sent?.dispatchedAt === undefined ? {} : { sentOn: officeDate(facets.sent.dispatchedAt) }),
});

const Params = z.object({ series: z.string().max(64), year: z.coerce.number().int().min(1900).max(3000) });
/** Facets of one number may straddle two pages, so each page ends before its last number unless the list ends there. */
const FACETS = 3;

/** Sổ đăng ký văn bản đi (Điều 15, Phụ lục IV.I): every number in order, voided ones too, of documents the asker may read. */
export const registerQuery = (ports: ReadPorts): QueryHandler =>
  query(ports, Page, async ({ asker, params, query: page }) => {
    const parsed = Params.safeParse(params);
    const series = asker.organisation.series.find((one) => one.id === parsed.data?.series);
    if (!parsed.success || series === undefined) return refuse('absent', 'kernel.absent');
    const { year } = parsed.data;
    const from =
      z
        .string()
        .regex(/^\d{7}$/)
        .safeParse(page.cursor).data ?? '0';
    const limit = Math.min(200, page.limit * FACETS);
    // Numbers start with a digit; the head rows of the register sort behind them.
    const found = await ports.views.query({ pk: `register#${series.id}.${year}`, from, before: 'a', limit });
    const numbers = [...byNumber(found.rows)];
    const complete = found.next === undefined ? numbers : numbers.slice(0, -1);
    const shown = complete.slice(0, page.limit);
    const next = numbers[shown.length]?.[0];
    const affecting = shown.flatMap(([, { sent }]) => sent?.affectedBy.map((one) => one.document) ?? []);
    const named = shown.flatMap(([, { entry }]) => entry?.document ?? []);
    const open = await readableAmong(ports, asker, [...named, ...affecting]);
    const items = shown.flatMap(([, facets]) =>
      facets.entry !== undefined && open.has(facets.entry.document) ? [registerRow(facets.entry, facets, open)] : [],
    );
    return data({ series: series.id, year, title: series.name, items, ...(next === undefined ? {} : { next }) });
  });
