import {
  BadRequestException,
  MessageRejected,
  type SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import type { Notice, Notifier } from '../../ports/notifier.ts';

/** Base64 of 45 bytes is 60 characters: an encoded word with its frame has at most 75 (RFC 2047 §2). */
const WORD_BYTES = 45;

/** The name in words that each hold whole characters. */
const encodedWords = (name: string): string => {
  const words: string[] = [''];
  for (const character of name) {
    const longer = `${words.at(-1) ?? ''}${character}`;
    if (Buffer.byteLength(longer, 'utf8') > WORD_BYTES) words.push(character);
    else words[words.length - 1] = longer;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word, 'utf8').toString('base64')}?=`).join(' ');
};

/** SES takes no letters beyond ASCII in a sender's name: they must come as encoded words. */
export const asciiSender = (from: string): string => {
  const [, name = '', address = ''] = /^\s*(.*?)\s*(<[^<>\s]+>)\s*$/u.exec(from) ?? [];
  if (address === '' || /^[\x20-\x7e]*$/.test(name)) return from;
  return `${encodedWords(name.replaceAll('"', '').normalize('NFC'))} ${address}`;
};

const messageOf = (from: string, { to, subject, text }: Notice): SendEmailCommandInput => ({
  FromEmailAddress: asciiSender(from),
  Destination: { ToAddresses: [to] },
  Content: {
    Simple: {
      Subject: { Data: subject, Charset: 'UTF-8' },
      Body: { Text: { Data: text, Charset: 'UTF-8' } },
      // No holiday reply comes back to an unread mailbox (RFC 3834 §5).
      Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
    },
  },
});

/**
 * Amazon SES. `from`: an address of a verified identity, with or without a name. A message that SES rejects, or an address that it cannot read,
 * is refused; throttling, a paused account, an unverified sender and faults of the service are thrown, so that the queue brings it again.
 */
export const sesNotifier = (o: { client: SESv2Client; from: string }): Notifier => ({
  send: async (notice) => {
    try {
      await o.client.send(new SendEmailCommand(messageOf(o.from, notice)));
      return 'sent';
    } catch (error) {
      if (error instanceof MessageRejected || error instanceof BadRequestException) return 'refused';
      throw error;
    }
  },
});
