import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import * as z from 'zod';
import type { Notice, Notifier } from '../../ports/notifier.ts';

const HERE = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Milliseconds: a function of the mail queue has a minute for a handful of messages. */
const WAIT = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 5_000 };

/** What the server said against an address; a no to sender, sign-in or message is no fault of the addressee. */
const AddressRefused = z.object({
  code: z.literal('EENVELOPE'),
  command: z.literal('RCPT TO'),
  permanent: z.literal(true),
});

/** Same key, same Message-ID: mailboxes that compare it show a message sent twice only once (RFC 5322 §3.6.4). */
const messageId = (notice: Notice, domain: string): string =>
  `<${createHash('sha256').update(notice.key, 'utf8').digest('hex').slice(0, 40)}@${domain}>`;

/**
 * Any mail server. `url`: `smtps://user:password@host:465` or `smtp://host:587`, where TLS must then be offered unless the host is this very
 * machine. An address that the server rejects for good is refused; anything else is thrown, with no more than what the server said.
 */
export const smtpNotifier = (o: { url: string; from: string }): Notifier => {
  const { protocol, hostname } = new URL(o.url);
  const transport = createTransport({
    ...WAIT,
    url: o.url,
    requireTLS: protocol === 'smtp:' && !HERE.has(hostname),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^@>\s]+)>?\s*$/.exec(o.from)?.[1] ?? 'localhost';
  return {
    send: async (notice) => {
      const { to, subject, text } = notice;
      try {
        await transport.sendMail({
          from: o.from,
          to: { name: '', address: to },
          subject,
          text,
          textEncoding: 'base64',
          messageId: messageId(notice, domain),
          // No holiday reply comes back to an unread mailbox (RFC 3834 §5).
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return 'sent';
      } catch (error) {
        if (AddressRefused.safeParse(error).success) return 'refused';
        throw error;
      }
    },
  };
};
