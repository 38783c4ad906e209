import * as z from 'zod';
import type { Document } from '../../../shared/documents/document.ts';
import {
  AlertLine,
  DeliveryLine,
  DocumentLine,
  InboxLine,
  OpinionLine,
  StuckLine,
  WaitingLine,
} from '../../../shared/documents/lines.ts';
import { Page, StuckQuery } from '../../../shared/documents/query-answers.ts';
import { later } from '../../../shared/kernel/time.ts';
import { positionOf } from '../../../shared/organisation/directory.ts';
import type { QueryHandler } from '../call.ts';
import { type Asker, type ReadPorts, readableAmong } from './caller.ts';
import { visible, visiblePage } from './lists.ts';
import { data, query } from './query.ts';

const keysStarting = (asker: Asker, prefix: string): string[] => asker.keys.filter((key) => key.startsWith(prefix));
const BOUND = 100;

/** The view may lag behind an act of a second ago: what the record no longer asks is not shown. */
const isStillTurn = (document: Document | undefined, line: InboxLine): boolean =>
  document?.turns.some((turn) => turn.step === line.step && turn.since === line.since) ?? false;
/** A round that was closed asks nobody any more, answered or not. */
const isStillAsked = (document: Document | undefined, line: OpinionLine): boolean =>
  document?.consultations.some((round) => round.round === line.round && round.closed === undefined) ?? false;

/** Việc đến lượt tôi: one bounded list per position held or substituted, and the caller's own. */
const inbox = (ports: ReadPorts): QueryHandler =>
  query(ports, z.object({}), async ({ asker }) => {
    const lists = [`person:${asker.caller.person}`, ...keysStarting(asker, 'position:')];
    const found = await Promise.all(lists.map((list) => ports.views.query({ pk: `inbox#${list}`, limit: BOUND })));
    const rows = found.flatMap((one) => one.rows).toSorted((a, b) => (a.sk < b.sk ? -1 : 1));
    const lines = rows.map((row) => InboxLine.parse(row.data));
    const once = [...new Map(lines.map((line) => [`${line.document}#${line.step}`, line])).values()];
    const asked = await Promise.all(
      keysStarting(asker, 'unit:').map((unit) => ports.views.query({ pk: `opinions#${unit.slice(5)}`, limit: BOUND })),
    );
    const opinions = asked.flatMap((one) => one.rows.map((row) => OpinionLine.parse(row.data)));
    const named = [...once, ...opinions].map((line) => line.document);
    const records = await readableAmong(ports, asker, named);
    return data({
      items: once.filter((line) => isStillTurn(records.get(line.document), line)),
      opinions: opinions.filter((line) => isStillAsked(records.get(line.document), line)),
      more: [...found, ...asked].some((one) => one.next !== undefined),
    });
  });

const drafts = (ports: ReadPorts): QueryHandler =>
  query(ports, Page, async ({ asker, query: page }) =>
    data(await visiblePage(ports, asker, { pk: `drafting#person:${asker.caller.person}`, schema: DocumentLine, page })),
  );
const waiting = (ports: ReadPorts): QueryHandler =>
  query(ports, Page, async ({ asker, query: page }) => {
    const pk = `waiting-for-others#person:${asker.caller.person}`;
    const { items, ...rest } = await visiblePage(ports, asker, { pk, schema: WaitingLine, page });
    // What waits for a position of the asker's own is in the inbox, not here.
    const isMine = (line: WaitingLine) =>
      line.positions.some((position) => asker.keys.includes(`position:${position}`));
    return data({ items: items.filter((line) => !isMine(line)), ...rest });
  });
const unitDocuments = (ports: ReadPorts): QueryHandler =>
  query(ports, Page, async ({ asker, params, query: page }) =>
    data(await visiblePage(ports, asker, { pk: `unit-documents#${params.unit}`, schema: DocumentLine, page })),
  );
/** Văn bản chờ phát hành: signed, most urgent first. */
const clerk = (ports: ReadPorts): QueryHandler =>
  query(ports, Page, async ({ asker, params, query: page }) =>
    data(await visiblePage(ports, asker, { pk: `clerk#${params.issuer}`, schema: DocumentLine, page })),
  );
const registry = (ports: ReadPorts): QueryHandler =>
  query(ports, Page, async ({ asker, params, query: page }) =>
    data(await visiblePage(ports, asker, { pk: `registry#${params.unit}`, schema: DeliveryLine, page })),
  );

/** Đang mắc: a step has failed, or a number was taken more than so many minutes ago and the document is still not out. */
const stuck = (ports: ReadPorts): QueryHandler =>
  query(ports, StuckQuery, async ({ asker, query: { minutes, ...page } }) => {
    const issuers = keysStarting(asker, 'registry:').map((key) => key.slice(9));
    const pages = await Promise.all(
      issuers.map((issuer) => visiblePage(ports, asker, { pk: `stuck#${issuer}`, schema: StuckLine, page })),
    );
    const before = later(asker.now, -minutes * 60_000);
    const items = pages.flatMap((one) => one.items).filter((line) => line.attempts > 0 || line.since <= before);
    return data({ items: items.toSorted((a, b) => (a.since < b.since ? -1 : 1)).slice(0, page.limit) });
  });

/** To the head of the drafting unit and the archivist of the issuer, until confirmed (Phụ lục VI.III.3.c). */
const alerts = (ports: ReadPorts): QueryHandler =>
  query(ports, z.object({}), async ({ asker }) => {
    const headed = keysStarting(asker, 'position:')
      .flatMap((key) => asker.organisation.positions.filter((position) => `position:${position.id}` === key))
      .filter((position) => position.rank === 'head' || position.rank === 'division-head')
      .map((position) => `unit:${positionOf(asker.organisation, position.id)?.unit ?? position.unit}`);
    const lists = [...new Set([...headed, ...keysStarting(asker, 'archive:')])];
    const found = await Promise.all(lists.map((list) => ports.views.query({ pk: `alerts#${list}`, limit: BOUND })));
    const lines = found.flatMap((one) => one.rows.map((row) => AlertLine.parse(row.data)));
    const once = new Map(lines.map((line) => [`${line.document}#${line.key}`, line]));
    return data({ items: await visible(ports, asker, [...once.values()]) });
  });

export const workListQueries = (ports: ReadPorts): [string, QueryHandler][] => [
  ['documents.inbox', inbox(ports)],
  ['documents.drafts', drafts(ports)],
  ['documents.waiting', waiting(ports)],
  ['documents.unit', unitDocuments(ports)],
  ['documents.clerk', clerk(ports)],
  ['documents.registry', registry(ports)],
  ['documents.stuck', stuck(ports)],
  ['documents.alerts', alerts(ports)],
];
