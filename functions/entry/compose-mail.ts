import { notifyHandler } from '../app/notify/handler.ts';
import { makeNotices } from '../app/notify/notices.ts';
import { makeRelay, type Relay } from '../app/project/relay.ts';
import type { OfficePorts, OfficeSettings } from './office-ports.ts';

const POLL_MILLISECONDS = 1_000;

/**
 * Thư báo việc on one machine; undefined when no mail can be sent. A relay of its own: a mail server that does not answer must hold up neither views
 * nor issuing. It stays behind the projection (`behind`), whose rows say who is to be told. One attempt each time, since a stalled one comes again
 * with every sixtieth poll.
 */
export const composeMail = (ports: OfficePorts, settings: OfficeSettings & { behind: string }): Relay | undefined => {
  const { store, views, files, clock, notifier } = ports;
  if (notifier === undefined) return undefined;
  const { log, publicUrl, holder, behind } = settings;
  const notices = makeNotices({ store, views, clock, publicUrl });
  return makeRelay({
    store,
    views,
    holder,
    behind,
    lease: 'mail',
    attempts: 1,
    pollMilliseconds: POLL_MILLISECONDS,
    handlers: [notifyHandler({ notices, notifier, files, views, clock, log })],
    report: (failure) => log({ level: 'error', event: 'mail-failed', ...failure, error: undefined }),
  });
};
