import { afterAll, beforeAll, expect, it } from 'vitest';
import { smtpNotifier } from '../../../functions/adapters/smtp/notifier.ts';
import type { LocalPorts } from '../../../functions/entry/local-ports.ts';
import type { Notice } from '../../../functions/ports/notifier.ts';
import { aMailServer } from '../../support/mail-server.ts';
import { aStoryOffice, done, PEOPLE } from '../../support/office.ts';
import { aDraft, anIssuedDocument, aSubmittedDraft, look } from '../../support/office-documents.ts';

// One machine with a mail server: the relay beside the one that projects and issues.
const server = await aMailServer();
afterAll(() => server.close());
const mail: { stuck: Promise<void> | undefined } = { stuck: undefined };
const byMail = (ports: LocalPorts) => {
  const smtp = smtpNotifier({ url: server.url, from: 'Văn thư <vanthu@hanoi.gov.vn>' });
  const send = async (notice: Notice) => {
    await mail.stuck;
    return smtp.send(notice);
  };
  const more = { ...ports, notifier: { send } };
  return more;
};
const office = aStoryOffice({ at: '2023-09-14T08:00', adapt: byMail });
const relay = () => {
  const { mail: found } = office().office;
  if (found === undefined) throw new Error('an office with a mail server has a relay for mail');
  return found;
};

beforeAll(async () => {
  const administrator = await office().browser('administrator');
  for (const person of [PEOPLE.roomHead, PEOPLE.chair, PEOPLE.clerk])
    done(await administrator.post('/api/organisation/set-email', { person, email: `${person}@hanoi.gov.vn` }));
  await office().settle();
  await relay().drain();
});

it('mails whoever has the next step, once, and only after the lists know of it', async () => {
  const paper = await aSubmittedDraft(office());
  // Nothing was projected yet: who holds the position now is not known, and nobody is told.
  expect(await relay().drain()).toBe(0);
  expect(server.mails).toEqual([]);
  await office().settle();
  expect(await relay().drain()).toBeGreaterThan(0);
  expect(server.mails.map((one) => one.to)).toEqual([`${PEOPLE.roomHead}@hanoi.gov.vn`]);
  expect(server.mails[0]?.text).toContain(`/van-ban/${paper.id}`);
  expect(await relay().drain()).toBe(0);
  expect(server.mails).toHaveLength(1);
});

it('issues and keeps the lists current while the mail server does not answer', async () => {
  let goOn = (): void => undefined;
  mail.stuck = new Promise((resolve) => {
    goOn = resolve;
  });
  await aDraft(office());
  await aSubmittedDraft(office());
  await office().settle();
  const before = server.mails.length;
  const draining = relay().drain();
  const issued = await anIssuedDocument(office());
  const { document } = await look(office(), 'clerk', issued);
  expect(document.status).toBe('issued');
  expect(server.mails).toHaveLength(before);
  goOn();
  mail.stuck = undefined;
  await draining;
  await relay().drain();
  expect(server.mails.length).toBeGreaterThan(before);
});
