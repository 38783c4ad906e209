import { EventBody } from '../../../shared/kernel/event-record.ts';
import { Instant, milliseconds } from '../../../shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Files } from '../../ports/files.ts';
import type { Notice, Notifier } from '../../ports/notifier.ts';
import type { Change } from '../../ports/store.ts';
import type { Views } from '../../ports/views.ts';
import { row } from '../project/document-line.ts';
import type { ChangeHandler } from '../project/relay-lane.ts';
import { askOf } from './errand-of-change.ts';
import type { Notices } from './notices.ts';
import { REFUSED, RefusedAddress } from './refused-address.ts';

const DAY = 24 * 60 * 60_000;

/** Can this change cause mail at all? By aggregate and type of event alone, so that a relay passes on only what is worth looking at. */
export const mayNotify = (change: Change): boolean =>
  askOf(change.ref.aggregate, EventBody.parse(JSON.parse(change.event.bytes)).event.type) !== undefined;

export type NotifyOptions = {
  notices: Notices;
  notifier: Notifier;
  /** Keeps what was sent, beyond a rebuild of the views. */
  files: Files;
  /** Keeps the addresses that were refused. */
  views: Views;
  /** The office's clock, by which events are dated. */
  clock: Clock;
  log: (line: Record<string, unknown>) => void;
};

const slotOf = (notice: Notice): string => `notice/${notice.key}`;

const keepRefusal = async (o: NotifyOptions, notice: Notice, change: Change): Promise<void> => {
  const at = o.clock.now();
  const known = RefusedAddress.safeParse(await o.views.get(REFUSED, notice.to)).success;
  const refused: RefusedAddress = { address: notice.to, person: notice.person, key: notice.key, at };
  const put = { op: 'put' as const, row: row(REFUSED, notice.to, refused), version: milliseconds(at) };
  await o.views.apply([put]);
  if (!known) o.log({ level: 'warn', event: 'mail-refused', address: notice.to, key: notice.key, stream: change.ref });
};

/** Sent and then marked: a stop in between may send it again, but nothing marked was left unsent. */
const deliver = async (o: NotifyOptions, notice: Notice, change: Change): Promise<void> => {
  const slot = slotOf(notice);
  if ((await o.files.read(slot)) !== undefined) return;
  const outcome = await o.notifier.send(notice);
  if (outcome === 'refused') await keepRefusal(o, notice, change);
  await o.files.putIfAbsent(slot, new TextEncoder().encode(outcome));
};

/**
 * Gửi thư báo việc: one handler for the relay of one machine and for the mail queue. Each notice goes out once however often the change comes;
 * one that fails holds back no other, and the change then fails as a whole, so that whoever brought it brings it again. What happened more than
 * a day ago (first start, rebuild, a mail service down for long) is not mailed any more: the inbox shows it.
 */
export const notifyHandler = (o: NotifyOptions): ChangeHandler => ({
  name: 'notify',
  handle: async (change) => {
    if (!mayNotify(change)) return;
    const at = Instant.parse(EventBody.parse(JSON.parse(change.event.bytes)).event.at);
    if (milliseconds(o.clock.now()) - milliseconds(at) > DAY) return;
    const failed: unknown[] = [];
    const notices = await o.notices.of(change);
    for (const notice of notices) await deliver(o, notice, change).catch((error: unknown) => failed.push(error));
    if (failed.length === 0) return;
    const [first] = failed;
    const why = first instanceof Error ? first.message : String(first);
    throw new Error(`${failed.length} of ${notices.length} notices were not sent: ${why}`, { cause: first });
  },
});
