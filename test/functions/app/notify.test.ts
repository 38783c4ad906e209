import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fsFiles } from '../../../functions/adapters/fs/files.ts';
import { mayNotify, notifyHandler } from '../../../functions/app/notify/handler.ts';
import { makeNotices } from '../../../functions/app/notify/notices.ts';
import { REFUSED } from '../../../functions/app/notify/refused-address.ts';
import { rebuild } from '../../../functions/app/project/rebuild.ts';
import type { Notice, Notifier } from '../../../functions/ports/notifier.ts';
import type { Change } from '../../../functions/ports/store.ts';
import { DocumentEvent } from '../../../shared/documents/events.ts';
import { Instant, LocalDate, later } from '../../../shared/kernel/time.ts';
import { noticeCauses, noticeTasks, noticeText } from '../../../shared/words/notice.ts';
import { documentId } from '../../support/reading-document.ts';
import { actor, standingOf } from '../../support/reading-organisation.ts';
import { type ReadingWorld, readingWorld } from '../../support/reading-world.ts';

/** The documents of the reading world are submitted on the eleventh of October, at two o'clock UTC. */
const SUBMITTED = Instant.parse('2023-10-11T02:01:00.000Z');
const clock = {
  at: SUBMITTED,
  now() {
    return this.at;
  },
};
const cleaning: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0).toReversed()) await clean();
  clock.at = later(SUBMITTED, 60_000);
});
clock.at = later(SUBMITTED, 60_000);

type Sends = (notice: Notice) => Awaited<ReturnType<Notifier['send']>>;
/** The reading world with addresses for everybody, and a mail service that does as it is told. */
const aWorld = async (sends: Sends = () => 'sent') => {
  const world: ReadingWorld = await readingWorld();
  const directory = mkdtempSync(join(tmpdir(), 'vanthu-notify-'));
  cleaning.push(
    () => rmSync(directory, { recursive: true, force: true }),
    () => world.close(),
  );
  const files = fsFiles({ directory, secret: new Uint8Array(32), now: () => clock.now() });
  const { store, views } = world;
  const sent: Notice[] = [];
  const logged: Record<string, unknown>[] = [];
  const notices = makeNotices({ store, views, clock, publicUrl: 'https://vanthu.example' });
  const handler = notifyHandler({
    notices,
    notifier: {
      send: async (notice) => {
        const outcome = sends(notice);
        sent.push(notice);
        return outcome;
      },
    },
    files,
    views,
    clock,
    log: (line) => logged.push(line),
  });
  const has = async (position: string, more: Record<string, unknown> = {}) =>
    world.setStanding(standingOf(position, { email: `${position}@hanoi.gov.vn`, ...more }));
  for (const position of ['ct', 'vt', 'tp-nc', 'cv-nc', 'gd-snv', 'vt-snv']) await has(position);
  const changes = async (type: string): Promise<Change[]> => {
    await world.drain();
    return (await store.changes(undefined, 500)).filter((one) => one.event.bytes.includes(`"type":"${type}"`));
  };
  const handle = async (type: string) => {
    for (const change of await changes(type)) await handler.handle(change);
  };
  const rows = async (pk: string) => (await views.query({ pk, limit: 100 })).rows.map((row) => row.data);
  return { world, handler, notices, sent, logged, has, changes, handle, rows };
};
const addresses = (sent: readonly Notice[]) => sent.map((one) => one.to).toSorted();
const returned = (turns: readonly unknown[]) =>
  DocumentEvent.parse({
    type: 'DraftReturned',
    at: later(SUBMITTED, 1_000),
    by: actor('ct'),
    from: 'approval',
    reason: 'Thiếu căn cứ',
    contentHash: 'a'.repeat(64),
    turns,
  });
const revision = {
  step: 'revision',
  kind: 'revision',
  positions: ['tp-nc'],
  people: ['p-cv-nc'],
  since: later(SUBMITTED, 1_000),
  due: '2023-10-13',
};

describe('who is told', () => {
  it('is the holder of today, not the one before, nobody suspended, and not whoever did it', async () => {
    const { world, has, handle, sent } = await aWorld();
    const before = [{ id: 'h-old', person: 'p-pct', position: 'ct', period: { from: '2020-01-01', to: '2023-10-10' } }];
    await has('pct', { holdings: before });
    await world.put({ n: 1, stage: 'submitted' });
    await handle('DraftSubmitted');
    expect(addresses(sent)).toEqual(['ct@hanoi.gov.vn']);
    await has('ct', { suspensions: [{ id: 's1', from: SUBMITTED, basis: 'QĐ 1', reason: 'Kiểm tra' }] });
    await world.put({ n: 10, stage: 'submitted' });
    await handle('DraftSubmitted');
    expect(addresses(sent)).toEqual(['ct@hanoi.gov.vn']);
    await world.put({ n: 19, stage: 'submitted', signer: 'cv-nc' });
    await handle('DraftSubmitted');
    expect(addresses(sent)).toEqual(['ct@hanoi.gov.vn']);
  });

  it('is somebody in the place of one who is away that day only', async () => {
    const { world, has, handle, sent } = await aWorld();
    const absence = { id: 'a1', reason: 'Công tác', substitute: 'p-vt' };
    await has('ct', { absences: [{ ...absence, period: { from: '2023-10-11', to: '2023-10-11' } }] });
    await world.put({ n: 1, stage: 'submitted' });
    await handle('DraftSubmitted');
    expect(addresses(sent)).toEqual(['ct@hanoi.gov.vn', 'vt@hanoi.gov.vn']);
    await has('ct', { absences: [{ ...absence, period: { from: '2023-10-12', to: '2023-10-12' } }] });
    await world.put({ n: 10, stage: 'submitted' });
    await handle('DraftSubmitted');
    expect(addresses(sent)).toEqual(['ct@hanoi.gov.vn', 'ct@hanoi.gov.vn', 'vt@hanoi.gov.vn']);
  });

  it('is a person once, with everything that the event asks of them and the nearest date', async () => {
    const { world, notices, changes } = await aWorld();
    await world.put({ n: 1, stage: 'submitted' });
    const approval = {
      ...revision,
      step: 'x',
      kind: 'format-check',
      positions: ['tp-nc'],
      people: [],
      due: '2023-10-12',
    };
    await world.add(1, [returned([revision, approval])]);
    const [change] = await changes('DraftReturned');
    const told = change === undefined ? [] : await notices.of(change);
    expect(told.map((one) => one.key).toSorted()).toEqual([
      `document/${documentId(1)}#3:p-cv-nc`,
      `document/${documentId(1)}#3:p-tp-nc`,
    ]);
    const head = told.find((one) => one.to === 'tp-nc@hanoi.gov.vn');
    expect(head?.subject).toMatch(/^Sửa lại bản thảo; Kiểm tra thể thức: UBND-NC – /);
    expect(head?.text).toContain('Thời hạn: hết ngày 12/10/2023');
  });
});

describe('sending', () => {
  it('happens once for each notice, also after the views were built again from nothing', async () => {
    const { world, handle, sent } = await aWorld();
    await world.put({ n: 1, stage: 'submitted' });
    await handle('DraftSubmitted');
    await handle('DraftSubmitted');
    const { store, views, search, projector } = world;
    await rebuild({ store, views, search, projector });
    await handle('DraftSubmitted');
    expect(addresses(sent)).toEqual(['ct@hanoi.gov.vn']);
  });

  it('of one that fails holds back no other, fails the change, and is made up for when it comes again', async () => {
    let down = true;
    const { world, handle, sent } = await aWorld((notice) => {
      if (down && notice.to.startsWith('tp-nc')) throw new Error('connection lost');
      return 'sent';
    });
    await world.put({ n: 1, stage: 'submitted' });
    await world.add(1, [returned([revision])]);
    await expect(handle('DraftReturned')).rejects.toThrow('1 of 2 notices were not sent: connection lost');
    expect(addresses(sent)).toEqual(['cv-nc@hanoi.gov.vn']);
    down = false;
    await handle('DraftReturned');
    expect(addresses(sent)).toEqual(['cv-nc@hanoi.gov.vn', 'tp-nc@hanoi.gov.vn']);
  });

  it('to a refused address is not repeated; the address is logged once and kept for an administrator', async () => {
    const { world, handle, sent, logged, rows } = await aWorld(() => 'refused');
    await world.put({ n: 1, stage: 'submitted' });
    await handle('DraftSubmitted');
    await handle('DraftSubmitted');
    expect(sent).toHaveLength(1);
    await world.put({ n: 10, stage: 'submitted' });
    await handle('DraftSubmitted');
    expect(sent).toHaveLength(2);
    expect(logged).toMatchObject([{ event: 'mail-refused', address: 'ct@hanoi.gov.vn' }]);
    expect(await rows(REFUSED)).toMatchObject([
      { address: 'ct@hanoi.gov.vn', key: `document/${documentId(10)}#2:p-ct` },
    ]);
  });

  it('is over a day after the event: an office that starts or is rebuilt mails nothing of its past', async () => {
    const { world, handle, sent } = await aWorld();
    await world.put({ n: 1, stage: 'submitted' });
    clock.at = later(SUBMITTED, 24 * 60 * 60_000 + 1);
    await handle('DraftSubmitted');
    expect(sent).toEqual([]);
    clock.at = later(SUBMITTED, 24 * 60 * 60_000);
    await handle('DraftSubmitted');
    expect(sent).toHaveLength(1);
  });

  it('is asked only of changes that can cause mail', async () => {
    const { world } = await aWorld();
    await world.put({ n: 1, stage: 'issued' });
    const events = (await world.store.history({ aggregate: 'document', id: documentId(1) }, 1, 50)).map((event) => ({
      cursor: '',
      ref: { aggregate: 'document', id: documentId(1) },
      event,
    }));
    expect(events).toHaveLength(7);
    expect(events.filter(mayNotify).map((one) => one.event.seq)).toEqual([2, 3, 4]);
    expect(events.map((one) => ({ ...one, ref: { ...one.ref, aggregate: 'register' } })).filter(mayNotify)).toEqual([]);
  });
});

describe('the words of a notice', () => {
  const facts = {
    cause: 'DraftSubmitted',
    actor: 'Đặng Văn Tú, Chuyên viên',
    name: 'Bùi Ngọc Ánh',
    tasks: ['unit-review'],
    due: LocalDate.parse('2023-10-12'),
    inPlaceOf: [],
    typeName: 'Công văn',
    display: 'UBND-NC',
    subject: 'báo cáo tình hình',
    urgency: 'normal',
    link: 'https://vanthu.example/van-ban/01H',
  } as const;
  it('are whole Vietnamese sentences in NFC, with nothing left to fill in', () => {
    const sentences = [...Object.values(noticeCauses), ...Object.values(noticeTasks)];
    expect(sentences.filter((one) => one !== one.normalize('NFC'))).toEqual([]);
    expect(Object.values(noticeCauses).filter((one) => !one.endsWith('.'))).toEqual([]);
    expect(noticeText(facts).text).not.toMatch(/[{}…]/);
  });
  it('say who did what, what is asked, by when and where', () => {
    expect(noticeText({ ...facts, reason: 'Thiếu căn cứ', inPlaceOf: ['Trần Minh Lâm'] })).toEqual({
      subject: 'Kiểm tra nội dung: UBND-NC – báo cáo tình hình',
      text: [
        'Kính gửi: Bùi Ngọc Ánh',
        '',
        'Đặng Văn Tú, Chuyên viên đã trình văn bản.',
        '',
        'Văn bản: Công văn UBND-NC',
        'Trích yếu: báo cáo tình hình',
        'Việc cần làm: Kiểm tra nội dung',
        'Thời hạn: hết ngày 12/10/2023',
        'Lý do: Thiếu căn cứ',
        'Người nhận thư xử lý thay: Trần Minh Lâm',
        '',
        'Mở văn bản: https://vanthu.example/van-ban/01H',
        '',
        'Thư do hệ thống Văn Thư gửi tự động, xin không trả lời thư này.',
        '',
      ].join('\n'),
    });
  });
  it('stay on their line: what people wrote neither adds lines nor runs on for a page', () => {
    const written = `a\r\nBcc: x@y.vn\u0000 ${'dài '.repeat(400)}`;
    const { subject, text } = noticeText({ ...facts, subject: written, reason: written, name: 'A\nB' });
    expect(subject).not.toMatch(/\p{Cc}/u);
    expect(subject.length).toBeLessThan(180);
    expect(text.split('\n')).toHaveLength(14);
    expect(text).toContain('Kính gửi: A B\n');
    expect(text.length).toBeLessThan(1_400);
  });
});
