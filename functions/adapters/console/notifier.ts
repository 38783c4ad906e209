import type { Notifier } from '../../ports/notifier.ts';

/** For one machine without a mail service: the log says what would have gone out, to whom. The text stays out of it. */
export const consoleNotifier = (o: { log: (line: Record<string, unknown>) => void }): Notifier => ({
  send: async ({ to, subject, key }) => {
    o.log({ level: 'info', event: 'notice', to, subject, key });
    return 'sent';
  },
});
