import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fsFiles } from '../../functions/adapters/fs/files.ts';
import { notifyHandler } from '../../functions/app/notify/handler.ts';
import { makeNotices } from '../../functions/app/notify/notices.ts';
import type { LocalPorts } from '../../functions/entry/local-ports.ts';
import type { Notice } from '../../functions/ports/notifier.ts';
import type { Change } from '../../functions/ports/store.ts';
import { InboxAnswer } from '../../shared/documents/query-answers.ts';
import { PersonAnswer, RefusedAddressesAnswer } from '../../shared/organisation/organisation-answers.ts';
import { aStoryOffice, done, expectRefusal, nameOf, type Part, PEOPLE } from '../support/office.ts';
import { aDraft, aReviewedDraft, aSubmittedDraft, issue, type Paper, sign } from '../support/office-documents.ts';

// Rõ người, rõ việc, rõ thời hạn: each step mails whoever has it now, and nobody else.
const tsa = { down: false };
const unreliable = (ports: LocalPorts): LocalPorts => ({
  ...ports,
  timestamper: {
    stamp: (hash) => (tsa.down ? Promise.reject(new Error('connect ECONNREFUSED')) : ports.timestamper.stamp(hash)),
  },
});
const office = aStoryOffice({ at: '2023-09-14T08:00', adapt: unreliable });
const marks = mkdtempSync(join(tmpdir(), 'vanthu-marks-'));
const files = fsFiles({ directory: marks, secret: new Uint8Array(32), now: () => office().clock.now() });
afterAll(() => rmSync(marks, { recursive: true, force: true }));
const as = (part: string) => office().browser(part);
const addressOf = (person: string): string => `${person}@hanoi.gov.vn`;

const sent: Notice[] = [];
const refusing = new Set<string>();
let cursor: string | undefined;
const handler = () => {
  const { ports, clock, logged } = office();
  const { store, views } = ports;
  return notifyHandler({
    notices: makeNotices({ store, views, clock, publicUrl: 'https://vanthu.example' }),
    notifier: {
      send: async (notice) => {
        sent.push(notice);
        return refusing.has(notice.to) ? 'refused' : 'sent';
      },
    },
    files,
    views,
    clock,
    log: (line) => logged.push(line),
  });
};
const changesAfter = async (after: string | undefined): Promise<Change[]> => {
  const found: Change[] = [];
  for (let from = after; ; ) {
    const page = await office().ports.store.changes(from, 500);
    found.push(...page);
    from = page.at(-1)?.cursor ?? from;
    if (page.length === 0) return found;
  }
};
/** What was mailed since the last question, in order of address. */
const mailed = async (): Promise<Notice[]> => {
  await office().settle();
  const before = sent.length;
  const changes = await changesAfter(cursor);
  for (const change of changes) await handler().handle(change);
  cursor = changes.at(-1)?.cursor ?? cursor;
  return sent.slice(before).toSorted((a, b) => (a.to < b.to ? -1 : 1));
};
const people = (notices: readonly Notice[]) => notices.map((one) => one.to.split('@')[0]);
const act = async (part: Part, paper: Paper, tail: string, body: Record<string, unknown> = {}) =>
  done(await (await as(part)).post(paper.path(tail), body));
const read = (paper: Paper) => ({ contentHash: paper.contentHash });
const CLOSE: readonly Part[] = ['drafter', 'roomHead', 'formatChecker', 'chair', 'clerk', 'officeHead'];
/** Those around the document in whose inbox it stands. */
const inboxesWith = async (paper: Paper): Promise<string[]> => {
  const found: string[] = [];
  for (const part of CLOSE) {
    const { items } = InboxAnswer.parse(done(await (await as(part)).get('/api/inbox')));
    if (items.some((one) => one.document === paper.id)) found.push(PEOPLE[part]);
  }
  return found.toSorted();
};

beforeAll(async () => {
  const administrator = await as('administrator');
  for (const person of Object.values(PEOPLE))
    done(await administrator.post('/api/organisation/set-email', { person, email: addressOf(person) }));
  await mailed();
});

it('shows the work e-mail in the person’s card, and lets only an administrator set it', async () => {
  const card = PersonAnswer.parse(done(await (await as('drafter')).get('/api/organisation/people/p08')));
  expect(card.email).toBe('p08@hanoi.gov.vn');
  const drafter = await as('drafter');
  const body = { person: PEOPLE.drafter, email: 'khac@hanoi.gov.vn' };
  await expectRefusal(office(), () => drafter.post('/api/organisation/set-email', body), {
    status: 403,
    code: 'organisation.not-permitted',
    detail: 'Chức vụ đang dùng không được thay đổi nội dung này.',
  });
});

describe('a document on its way', () => {
  it('mails each step to whoever has it: who did what, what to do, by when, where', async () => {
    const story = office();
    const paper = await aDraft(story);
    expect(await mailed()).toEqual([]);
    await act('drafter', paper, 'submit', read(paper));
    const [first, ...others] = await mailed();
    expect(others).toEqual([]);
    expect(first?.to).toBe(addressOf(PEOPLE.roomHead));
    expect(first?.subject).toBe('Kiểm tra nội dung: UBND-NC – báo cáo tình hình thực hiện nhiệm vụ được giao');
    expect(first?.text).toContain(`Kính gửi: ${nameOf(story, 'roomHead')}`);
    expect(first?.text).toContain(`${nameOf(story, 'drafter')}, `);
    expect(first?.text).toContain('đã trình văn bản.');
    expect(first?.text).toMatch(/^Thời hạn: hết ngày \d\d\/09\/2023$/m);
    expect(first?.text).toContain(`Mở văn bản: https://vanthu.example/van-ban/${paper.id}\n`);
    expect(first?.text).not.toContain('UBND Thành phố yêu cầu');

    await act('roomHead', paper, 'pass-check', read(paper));
    const checkers = people(await mailed());
    expect(checkers).toContain(PEOPLE.formatChecker);
    expect(checkers).toEqual(await inboxesWith(paper));
    await act('formatChecker', paper, 'pass-check', read(paper));
    const [approval] = await mailed();
    expect([approval?.to, approval?.subject.split(':')[0]]).toEqual([addressOf(PEOPLE.chair), 'Duyệt và ký']);

    const signed = await sign(story, paper);
    const toClerks = await mailed();
    expect(people(toClerks)).toEqual([PEOPLE.clerk]);
    expect(toClerks[0]?.text).toContain('đã ký ban hành văn bản.');

    const issued = await issue(story, signed);
    const arrived = await mailed();
    expect(people(arrived)).toContain(PEOPLE.departmentClerk);
    expect(people(arrived)).not.toContain(PEOPLE.clerk);
    expect(arrived.every((one) => one.subject.startsWith(`Tiếp nhận văn bản đến: ${issued.display} – `))).toBe(true);
  });

  it('mails a return with its reason to the head of the drafting unit and the drafter', async () => {
    const paper = await aSubmittedDraft(office());
    await act('roomHead', paper, 'pass-check', read(paper));
    await mailed();
    await act('formatChecker', paper, 'return', { ...read(paper), reason: 'Thiếu căn cứ\nở trang 1' });
    const back = await mailed();
    expect(people(back)).toEqual([PEOPLE.roomHead, PEOPLE.drafter].toSorted());
    expect(back[0]?.text).toContain('Lý do: Thiếu căn cứ ở trang 1\n');
    expect(back[0]?.subject).toMatch(/^Sửa lại bản thảo: /);
  });

  it('mails nobody about what is already over when the mail service comes to it', async () => {
    const paper = await aSubmittedDraft(office());
    await act('drafter', paper, 'withdraw', { reason: 'Bổ sung số liệu' });
    expect(await mailed()).toEqual([]);
  });

  it('says that it is urgent, and that someone acts in the place of one who is away', async () => {
    const story = office();
    const absence = {
      period: { from: '2023-09-14', to: '2023-09-14' },
      reason: 'Công tác',
      substitute: PEOPLE.officeHead,
    };
    const administrator = await as('administrator');
    done(await administrator.post('/api/organisation/record-absence', { person: PEOPLE.roomHead, ...absence }));
    await mailed();
    await aSubmittedDraft(story, { heading: { urgency: 'express' } });
    const both = await mailed();
    expect(people(both)).toEqual([PEOPLE.officeHead, PEOPLE.roomHead].toSorted());
    expect(both.every((one) => one.subject.startsWith('[HỎA TỐC] Kiểm tra nội dung: '))).toBe(true);
    const place = `Người nhận thư xử lý thay: ${nameOf(story, 'roomHead')}\n`;
    expect(both.map((one) => one.text.includes(place))).toEqual(
      both.map((one) => one.to === addressOf(PEOPLE.officeHead)),
    );
    story.go('2023-09-15T08:00');
    await aSubmittedDraft(story);
    expect(people(await mailed())).toEqual([PEOPLE.roomHead]);
  });
});

it('asks the leaders of a consulted unit, a second person about a new reader, and whoever takes over a draft', async () => {
  const paper = await aDraft(office());
  await act('drafter', paper, 'consultations', { units: ['SNV'], question: 'Xin ý kiến về mục 2' });
  const asked = await mailed();
  expect(people(asked)).toEqual([PEOPLE.departmentHead, PEOPLE.departmentDeputy].toSorted());
  expect(asked[0]?.text).toMatch(/Việc cần làm: Cho ý kiến\nThời hạn: hết ngày \d\d\/09\/2023/);
  expect(asked[0]?.text).not.toContain('mục 2');

  done(await (await as('drafter')).post(paper.path('readers'), { key: 'person:p27', reason: 'Phối hợp thực hiện' }));
  expect(people(await mailed())).toEqual([PEOPLE.roomHead]);

  done(
    await (await as('roomHead')).post(paper.path('hand-over'), {
      from: PEOPLE.drafter,
      to: PEOPLE.otherDrafter,
      reason: 'Chuyển phòng',
    }),
  );
  const [taken] = await mailed();
  expect([taken?.to, taken?.subject.split(':')[0]]).toEqual([addressOf(PEOPLE.otherDrafter), 'Tiếp tục soạn thảo']);
});

it('tells the clerk once that a document stands still, however often the sweep tries again in vain', async () => {
  const story = office();
  const signed = await sign(story, await aReviewedDraft(story));
  await mailed();
  tsa.down = true;
  const paper = await issue(story, signed);
  const [stuck, ...others] = await mailed();
  expect(others).toEqual([]);
  expect([stuck?.to, stuck?.subject.split(':')[0]]).toEqual([addressOf(PEOPLE.clerk), 'Xử lý văn bản đang mắc']);
  expect(stuck?.text).toContain('Thời hạn: ngay khi nhận được thư này');
  story.go('2023-09-15T09:00');
  expect(await story.office.sweep()).toBe(1);
  expect(await mailed()).toEqual([]);
  done(await (await as('clerk')).post(paper.path('retry-issuing')));
  expect(people(await mailed())).toEqual([PEOPLE.clerk]);
  tsa.down = false;
});

it('shows an administrator which addresses are refused, until they are corrected', async () => {
  refusing.add(addressOf(PEOPLE.roomHead));
  await aSubmittedDraft(office());
  await mailed();
  refusing.clear();
  const administrator = await as('administrator');
  const listed = async () =>
    RefusedAddressesAnswer.parse(done(await administrator.get('/api/organisation/refused-addresses'))).items;
  expect(await listed()).toMatchObject([{ person: PEOPLE.roomHead, email: addressOf(PEOPLE.roomHead) }]);
  const clerk = await as('clerk');
  await expectRefusal(office(), () => clerk.get('/api/organisation/refused-addresses'), {
    status: 403,
    code: 'organisation.not-permitted',
    detail: 'Chức vụ đang dùng không được thay đổi nội dung này.',
  });
  const body = { person: PEOPLE.roomHead, email: 'dung@hanoi.gov.vn' };
  done(await administrator.post('/api/organisation/set-email', body));
  expect(await listed()).toEqual([]);
});

describe('told once', () => {
  it('nobody is mailed again when every change of the office comes a second time', async () => {
    await mailed();
    const before = sent.length;
    expect(before).toBeGreaterThan(10);
    for (const change of await changesAfter(undefined)) await handler().handle(change);
    expect(sent.slice(before)).toEqual([]);
    expect(new Set(sent.map((one) => one.key)).size).toBe(sent.length);
  });

  it('and whoever has no address any more is not mailed', async () => {
    done(await (await as('administrator')).post('/api/organisation/set-email', { person: PEOPLE.roomHead }));
    await aSubmittedDraft(office());
    expect(await mailed()).toEqual([]);
  });
});
