import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { asciiSender, sesNotifier } from '../../../functions/adapters/ses/notifier.ts';
import type { Notice } from '../../../functions/ports/notifier.ts';
import { PersonId } from '../../../shared/kernel/ids.ts';
import { withMoto } from '../../support/moto.ts';

const notice: Notice = {
  to: 'tu.dv@hanoi.gov.vn',
  subject: 'Duyệt và ký: UBND-NC – báo cáo tình hình',
  text: 'Kính gửi: Đặng Văn Tú\n',
  person: PersonId.parse('p09'),
  key: 'document/01H#3:p09',
};
const from = 'Văn thư UBND <vanthu@hanoi.gov.vn>';

const Message = z.object({
  source: z.string(),
  destinations: z.object({ ToAddresses: z.array(z.string()) }),
  subject: z.string(),
  body: z.string(),
});
/** What moto shows of its SES. */
const Stored = z.object({ ses: z.object({ Message: z.array(Message).length(1) }) });

/** SES that gives this one answer. */
const answering = (status: number, type: string, message = type): SESv2Client =>
  new SESv2Client({
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: {
      handle: async () => ({
        response: {
          statusCode: status,
          headers: { 'content-type': 'application/json', 'x-amzn-errortype': type },
          body: new TextEncoder().encode(JSON.stringify({ message })),
        },
      }),
    },
  });

describe('what SES says', () => {
  it.each([
    ['MessageRejected', 'Email address is not verified'],
    ['BadRequestException', 'Missing final @domain'],
  ])('is a refusal of the address: %s', async (type, message) => {
    const client = answering(400, type, message);
    expect(await sesNotifier({ client, from }).send(notice)).toBe('refused');
  });
  it.each([
    [429, 'TooManyRequestsException'],
    [400, 'LimitExceededException'],
    [400, 'SendingPausedException'],
    [400, 'MailFromDomainNotVerifiedException'],
    [500, 'InternalServiceErrorException'],
    [403, 'AccessDeniedException'],
  ])('is thrown, to be tried again: %i %s', async (status, type) => {
    const client = answering(status, type);
    await expect(sesNotifier({ client, from }).send(notice)).rejects.toThrow(type);
  });
});

describe('the sender as SES takes it', () => {
  it('is in ASCII: a Vietnamese name goes as encoded words of at most 75 characters', () => {
    expect(asciiSender('vanthu@hanoi.gov.vn')).toBe('vanthu@hanoi.gov.vn');
    expect(asciiSender('"Van thu" <vanthu@hanoi.gov.vn>')).toBe('"Van thu" <vanthu@hanoi.gov.vn>');
    const name = 'Văn thư Ủy ban nhân dân thành phố Hà Nội, Văn phòng Ủy ban nhân dân thành phố';
    const words = asciiSender(`${name} <vanthu@hanoi.gov.vn>`).split(' ');
    expect(words.pop()).toBe('<vanthu@hanoi.gov.vn>');
    expect(words.every((word) => word.length <= 75)).toBe(true);
    const parts = words.map((word) => /^=\?UTF-8\?B\?(.+)\?=$/.exec(word)?.[1] ?? '');
    expect(parts.map((part) => Buffer.from(part, 'base64').toString('utf8')).join('')).toBe(name);
  });
});

await withMoto((moto) => {
  it('sends plain UTF-8 text to one address', async () => {
    const client = new SESv2Client(moto.client);
    await client.send(new CreateEmailIdentityCommand({ EmailIdentity: 'vanthu@hanoi.gov.vn' }));
    expect(await sesNotifier({ client, from }).send(notice)).toBe('sent');
    const stored: unknown = await (await fetch(`${moto.endpoint}/moto-api/data.json`)).json();
    const [message] = Stored.parse(stored).ses.Message;
    expect(message).toEqual({
      source: '=?UTF-8?B?VsSDbiB0aMawIFVCTkQ=?= <vanthu@hanoi.gov.vn>',
      destinations: { ToAddresses: [notice.to] },
      subject: notice.subject,
      body: notice.text,
    });
  });
});
