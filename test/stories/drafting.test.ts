import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ContentAnswer, InboxAnswer, JournalAnswer } from '../../shared/documents/query-answers.ts';
import { aStoryOffice, done, expectRefusal, PEOPLE } from '../support/office.ts';
import { aDraft, aSubmittedDraft, heading, letter, look, type Paper } from '../support/office-documents.ts';

// Two people at one text: who opened what, who holds it, what is answered twice.
const office = aStoryOffice();
const as = (part: string) => office().browser(part);
const edit = async (part: string, paper: Paper, o: { match?: string; subject?: string; base?: string } = {}) =>
  (await as(part)).post(
    paper.path('edit'),
    { base: o.base ?? paper.contentHash, content: letter(o.subject ?? 'đã sửa lại một đoạn') },
    o.match === undefined ? {} : { 'if-match': o.match },
  );
const tagOf = async (paper: Paper): Promise<string> =>
  (await (await as('drafter')).get(`/api/documents/${paper.id}`)).headers.get('etag') ?? '';

describe('editing', () => {
  it('asks for the version that was read', async () => {
    const paper = await aDraft(office());
    await expectRefusal(office(), () => edit('drafter', paper), {
      status: 428,
      code: 'kernel.if-match-required',
      detail: 'Cần cho biết bản đã đọc (If-Match) để không ghi đè lên sửa đổi của người khác.',
    });
    await expectRefusal(office(), () => edit('drafter', paper, { match: 'abc' }), {
      status: 400,
      code: 'kernel.if-match-invalid',
      detail: 'If-Match phải là ETag đã nhận, ví dụ "8".',
    });
  });

  it('answers with the new ETag, and an edit over the old one is refused with the current version named', async () => {
    const paper = await aDraft(office());
    const read = await tagOf(paper);
    const first = await edit('drafter', paper, { match: read });
    expect(first.status).toBe(200);
    const now = await tagOf(paper);
    expect(first.headers.get('etag')).toBe(now);
    expect(now).not.toBe(read);
    await expectRefusal(office(), () => edit('drafter', paper, { match: read, subject: 'ghi đè' }), {
      status: 412,
      code: 'document.version-superseded',
      detail: 'Văn bản đã có bản mới hơn (bản 2) sau khi bạn mở. Hãy xem bản hiện tại rồi làm lại.',
    });
  });

  it('of two drafters at the same moment keeps one text, and tells the other', async () => {
    const paper = await aDraft(office(), { drafters: [PEOPLE.otherDrafter] });
    const match = await tagOf(paper);
    const answers = await Promise.all([
      edit('drafter', paper, { match, subject: 'người thứ nhất sửa' }),
      edit('otherDrafter', paper, { match, subject: 'người thứ hai sửa' }),
    ]);
    expect(answers.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    expect((await look(office(), 'drafter', paper)).document.version).toBe(2);
  });

  it('is for drafters and whoever has the turn', async () => {
    const paper = await aSubmittedDraft(office());
    const match = await tagOf(paper);
    await expectRefusal(office(), () => edit('viceChairFinance', paper, { match }), {
      status: 403,
      code: 'document.not-a-drafter',
      detail: /Việc này dành cho người soạn thảo/,
      basis: 'Điều 10.2 Nghị định 30/2020/NĐ-CP',
    });
  });

  it('keeps text typed with separate accents as one form (NFC), so that it is found', async () => {
    const drafter = await as('drafter');
    const subject = 'đôn đốc giải quyết thủ tục'.normalize('NFD');
    const started = await drafter.post('/api/documents', { heading: heading(), content: letter(subject) });
    const { id } = z.object({ id: z.string() }).parse(done(started));
    const { content } = ContentAnswer.parse(done(await drafter.get(`/api/documents/${id}/content`)));
    expect(content.subject).toBe(subject.normalize('NFC'));
  });

  it('brings an older text back as a new version; the versions between stay', async () => {
    const paper = await aDraft(office());
    done(await edit('drafter', paper, { match: await tagOf(paper) }));
    const { contentHash } = (await look(office(), 'drafter', paper)).document;
    const drafter = await as('drafter');
    done(await drafter.post(paper.path('restore-version'), { base: contentHash, version: 1 }));
    const { document } = await look(office(), 'drafter', paper);
    expect(document.versions.map((one) => one.contentHash)).toEqual([
      paper.contentHash,
      contentHash,
      paper.contentHash,
    ]);
  });
});

describe('the soft lock', () => {
  it('names its holder to the other drafter, for edits, for locking and for submission', async () => {
    const paper = await aDraft(office(), { drafters: [PEOPLE.otherDrafter] });
    done(await (await as('drafter')).post(paper.path('lock')));
    const held = {
      status: 409,
      code: 'document.locked',
      detail: 'Đặng Văn Tú đang sửa bản thảo này, giữ đến 08:15 ngày 14/09/2023. Hãy đợi hoặc trao đổi với người đó.',
    };
    const other = await as('otherDrafter');
    const match = await tagOf(paper);
    await expectRefusal(office(), () => edit('otherDrafter', paper, { match }), held);
    await expectRefusal(office(), () => other.post(paper.path('lock')), held);
    await expectRefusal(office(), () => other.post(paper.path('submit'), { contentHash: paper.contentHash }), held);
    await expectRefusal(office(), () => other.post(paper.path('unlock'), { force: true }), {
      status: 403,
      code: 'document.lock-not-yours',
      detail: 'Bản thảo đang do Đặng Văn Tú giữ. Chỉ lãnh đạo đơn vị soạn thảo mở khóa thay được.',
    });
  });

  it('is released by force by the head of the unit, who is recorded; the saved text stays', async () => {
    const paper = await aDraft(office());
    done(await (await as('drafter')).post(paper.path('lock')));
    done(await (await as('roomHead')).post(paper.path('unlock'), { force: true }));
    const { document } = await look(office(), 'drafter', paper);
    expect(document.lock).toBeUndefined();
    expect(document.contentHash).toBe(paper.contentHash);
    const journal = JournalAnswer.parse(done(await (await as('roomHead')).get(paper.path('journal'))));
    expect(journal.acts.find((act) => act.type === 'DraftUnlocked')?.by.person).toBe(PEOPLE.roomHead);
  });

  it('ends by itself after a quarter of an hour', async () => {
    const paper = await aDraft(office(), { drafters: [PEOPLE.otherDrafter] });
    done(await (await as('drafter')).post(paper.path('lock')));
    office().go('2023-09-14T08:16');
    expect((await edit('otherDrafter', paper, { match: await tagOf(paper) })).status).toBe(200);
    office().go('2023-09-14T08:00');
  });
});

describe('one request sent twice', () => {
  it('is answered twice and done once', async () => {
    const drafter = await as('drafter');
    const key = { 'idempotency-key': 'cung-mot-yeu-cau-0001' };
    const body = { heading: heading(), content: letter() };
    const [first, second] = [
      await drafter.post('/api/documents', body, key),
      await drafter.post('/api/documents', body, key),
    ];
    expect(second.data).toEqual(first.data);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  it('with another body under the same key is refused; another person’s same key is another request', async () => {
    const drafter = await as('drafter');
    const key = { 'idempotency-key': 'cung-mot-yeu-cau-0002' };
    done(await drafter.post('/api/documents', { heading: heading(), content: letter() }, key));
    await expectRefusal(
      office(),
      () => drafter.post('/api/documents', { heading: heading(), content: letter('khác') }, key),
      {
        status: 422,
        code: 'kernel.idempotency-key-reused',
        detail: 'Mã chống gửi trùng này đã dùng cho một nội dung khác.',
      },
    );
    const other = await as('roomHead');
    expect((await other.post('/api/documents', { heading: heading(), content: letter() }, key)).status).toBe(200);
  });

  it('without a key is refused', async () => {
    const drafter = await as('drafter');
    await expectRefusal(
      office(),
      () => drafter.post('/api/documents', { heading: heading(), content: letter() }, { 'idempotency-key': '' }),
      { status: 400, code: 'kernel.idempotency-key-missing', detail: /Idempotency-Key/ },
    );
  });
});

describe('urgency', () => {
  // Submitted on Thursday 14/9/2023: two working days for the check of content.
  it.each([
    ['normal', '2023-09-18'],
    ['urgent', '2023-09-15'],
    ['express', '2023-09-14'],
  ])('%s: the check of content is due on %s', async (urgency, due) => {
    const paper = await aSubmittedDraft(office(), { heading: { urgency } });
    await office().settle();
    const inbox = InboxAnswer.parse(done(await (await as('roomHead')).get('/api/inbox')));
    expect(inbox.items.find((item) => item.document === paper.id)).toMatchObject({ kind: 'unit-review', due });
  });

  it('counts no holiday: submitted on the eve of 2/9, two working days end on 6/9', async () => {
    office().go('2023-08-31T09:00');
    const paper = await aSubmittedDraft(office());
    const { document } = await look(office(), 'drafter', paper);
    expect(document.turns).toMatchObject([{ kind: 'unit-review', due: '2023-09-06' }]);
    office().go('2023-09-14T08:00');
  });
});
