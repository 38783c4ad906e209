import { createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { smtpNotifier } from '../../../functions/adapters/smtp/notifier.ts';
import type { Notice } from '../../../functions/ports/notifier.ts';
import { PersonId } from '../../../shared/kernel/ids.ts';

const notice: Notice = {
  to: 'tu.dv@hanoi.gov.vn',
  subject: 'Duyệt và ký: UBND-NC – báo cáo tình hình',
  text: 'Kính gửi: Đặng Văn Tú\n\nMở văn bản: https://vanthu.example/van-ban/01H\n',
  person: PersonId.parse('p09'),
  key: 'document/01H#3:p09',
};
const from = 'Văn thư UBND <vanthu@hanoi.gov.vn>';

type Says = Partial<Record<'MAIL' | 'RCPT' | 'DATA', string>>;
type Dialogue = { url: string; said: string[]; mails: string[] };
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** A mail server that says yes, or what it was told to say to a command; it writes down the dialogue. */
const aServer = async (says: Says = {}, host = '127.0.0.1'): Promise<Dialogue> => {
  const said: string[] = [];
  const mails: string[] = [];
  const server = createServer((socket) => {
    let mail: string[] | undefined;
    let rest = '';
    const answer = (text: string) => socket.write(`${text}\r\n`);
    const hear = (line: string): void => {
      if (mail !== undefined) {
        if (line !== '.') return void mail.push(line);
        mails.push(mail.join('\n'));
        mail = undefined;
        answer('250 queued');
        return;
      }
      said.push(line);
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') answer('250 mail.test');
      else if (verb === 'STAR') answer('502 no TLS here');
      else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else if (verb === 'DATA' && says.DATA === undefined) {
        mail = [];
        answer('354 go on');
      } else answer((verb === 'MAIL' || verb === 'RCPT' || verb === 'DATA' ? says[verb] : undefined) ?? '250 ok');
    };
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('utf8')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) hear(line);
    });
    answer('220 mail.test');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return { url: `smtp://${host}:${port}`, said, mails };
};
const decoded = (mail: string) => Buffer.from(mail.split('\n\n').at(-1) ?? '', 'base64').toString('utf8');

it('hands a notice to the mail server, as plain UTF-8 text that asks for no automatic reply', async () => {
  const server = await aServer();
  expect(await smtpNotifier({ url: server.url, from }).send(notice)).toBe('sent');
  expect(server.said.filter((line) => /^(MAIL|RCPT)/.test(line))).toEqual([
    'MAIL FROM:<vanthu@hanoi.gov.vn>',
    'RCPT TO:<tu.dv@hanoi.gov.vn>',
  ]);
  const [mail = ''] = server.mails;
  expect(mail).toMatch(/^To: <?tu\.dv@hanoi\.gov\.vn>?$/m);
  expect(mail).toMatch(/^From: =\?UTF-8\?.+<vanthu@hanoi\.gov\.vn>$/m);
  expect(mail).toMatch(/^Auto-Submitted: auto-generated$/m);
  expect(mail).toMatch(/^Content-Type: text\/plain; charset=utf-8$/m);
  expect(decoded(mail)).toBe(notice.text);
});

it('gives the same notice the same Message-ID and another one another', async () => {
  const server = await aServer();
  const notifier = smtpNotifier({ url: server.url, from });
  for (const one of [notice, notice, { ...notice, key: 'document/01H#4:p09' }]) await notifier.send(one);
  const ids = server.mails.map((mail) => /^Message-ID: (<[0-9a-f]{40}@hanoi\.gov\.vn>)$/m.exec(mail)?.[1]);
  expect(ids[0]).toBeDefined();
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
});

it('adds no header and no recipient, whatever stands in the subject', async () => {
  const server = await aServer();
  const subject = 'Duyệt\r\nBcc: other@example.vn\r\n\r\nNội dung khác';
  await smtpNotifier({ url: server.url, from }).send({ ...notice, subject });
  expect(server.said.filter((line) => line.startsWith('RCPT'))).toHaveLength(1);
  expect(server.mails[0]).not.toMatch(/^Bcc:/m);
});

it('answers that an address is refused when the server says so for good', async () => {
  const server = await aServer({ RCPT: '550 5.1.1 no such user' });
  expect(await smtpNotifier({ url: server.url, from }).send(notice)).toBe('refused');
});

it.each([
  ['the mailbox is full for now', { RCPT: '452 4.2.2 mailbox full' }],
  ['the sender is refused', { MAIL: '553 5.7.1 not your address' }],
  ['the message is refused', { DATA: '554 5.7.1 policy' }],
])('fails, to be tried again, when %s', async (_, says) => {
  const server = await aServer(says);
  await expect(smtpNotifier({ url: server.url, from }).send(notice)).rejects.toThrow();
});

it('fails when nobody listens', async () => {
  const gone = await aServer();
  await new Promise((resolve) => servers.pop()?.close(resolve));
  await expect(smtpNotifier({ url: gone.url, from }).send(notice)).rejects.toThrow(/ECONNREFUSED/);
});

it('sends nothing in the clear to a server that is not this very machine', async () => {
  // Another loopback address: reachable here, and not among the names of this machine.
  const server = await aServer({}, '127.0.0.2');
  await expect(smtpNotifier({ url: server.url, from }).send(notice)).rejects.toThrow(/STARTTLS/);
  expect(server.mails).toEqual([]);
});
