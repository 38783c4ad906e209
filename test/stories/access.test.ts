import { describe, expect, it } from 'vitest';
import { AlertLine } from '../../shared/documents/lines.ts';
import { JournalAnswer, page } from '../../shared/documents/query-answers.ts';
import { aStoryOffice, done, expectRefusal, PEOPLE, problemOf } from '../support/office.ts';
import { aDraft, anIssuedDocument, aSignedDocument, look, type Paper } from '../support/office-documents.ts';

// Architecture §7: what one may not read does not exist, in any answer.
const office = aStoryOffice();
const as = (part: string) => office().browser(part);
const NOWHERE = '01HD5Z2N6B8W3V9KQJ4T7RXABC';
const READS = [
  '',
  '/content',
  '/versions',
  '/diff',
  '/timeline',
  '/consultation',
  '/dispatch',
  '/pdf',
  '/metadata',
  '/journal',
  '/route',
  '/format-check',
  `/attachments/${'a'.repeat(64)}`,
];
const WRITES = ['lock', 'submit', 'pass-check', 'approve', 'prepare-signature', 'withdraw', 'abandon', 'return-signed'];
const alertsOf = async (part: string) => page(AlertLine).parse(done(await (await as(part)).get('/api/alerts'))).items;
const grant = (part: string, paper: Paper, key: string) => async () =>
  (await as(part)).post(paper.path('readers'), { key, reason: 'Phối hợp thực hiện' });
const confirm = (part: string, paper: Paper, key: string) => async () =>
  (await as(part)).post(paper.path('readers/confirm'), { key });

/** The problem without what names the request itself. */
const bare = (answered: Parameters<typeof problemOf>[0]) => {
  const { type, title, status, detail, code, facts } = problemOf(answered);
  return { type, title, status, detail, code, facts };
};

describe('a document that one may not read', () => {
  it('answers exactly like one that does not exist, in every question', async () => {
    const paper = await aDraft(office());
    const stranger = await as('otherDrafter');
    for (const tail of READS) {
      const hidden = await stranger.get(`/api/documents/${paper.id}${tail}`);
      const missing = await stranger.get(`/api/documents/${NOWHERE}${tail}`);
      expect([tail, hidden.status, bare(hidden)]).toEqual([tail, 404, bare(missing)]);
      expect([...hidden.headers.keys()]).toEqual([...missing.headers.keys()]);
    }
  });

  it('keeps the planned route and the format check of an issued document from those whom it was sent to', async () => {
    const paper = await anIssuedDocument(office());
    const recipient = await as('departmentClerk');
    expect((await recipient.get(`/api/documents/${paper.id}`)).status).toBe(200);
    for (const tail of ['/route', '/format-check']) {
      expect((await recipient.get(`/api/documents/${paper.id}${tail}`)).status).toBe(404);
      expect((await (await as('drafter')).get(`/api/documents/${paper.id}${tail}`)).status).toBe(200);
    }
  });

  it('answers exactly like one that does not exist, to every act', async () => {
    const paper = await aDraft(office());
    const stranger = await as('otherDrafter');
    for (const verb of WRITES) {
      const sent =
        verb === 'abandon' || verb === 'withdraw' || verb === 'return-signed'
          ? { reason: 'Thử quyền' }
          : verb === 'lock'
            ? {}
            : { contentHash: paper.contentHash };
      const hidden = await stranger.post(`/api/documents/${paper.id}/${verb}`, sent);
      const missing = await stranger.post(`/api/documents/${NOWHERE}/${verb}`, sent);
      expect([verb, hidden.status, bare(hidden)]).toEqual([verb, 404, bare(missing)]);
    }
  });

  it('is in no list, count or suggestion of theirs', async () => {
    const issued = await anIssuedDocument(office(), { content: { subject: 'chuẩn bị diễn tập phòng thủ dân sự' } });
    const draft = await aDraft(office(), { content: { subject: 'chuẩn bị diễn tập phòng thủ dân sự' } });
    await office().settle();
    for (const part of ['districtHead', 'administrator', 'otherDrafter']) {
      const reader = await as(part);
      const found = done(await reader.get(`/api/archive/search?text=${encodeURIComponent('diễn tập phòng thủ')}`));
      expect(found).toMatchObject({ hits: [], total: { n: 0 } });
      const cited = done(
        await reader.get(`/api/archive/citation?display=${encodeURIComponent(issued.display)}&date=${issued.date}`),
      );
      expect(cited).toEqual({ found: false });
      const suggested = done(await reader.get(`/api/archive/suggest?prefix=${encodeURIComponent('diễn tập')}`));
      expect(suggested).toEqual({ items: [] });
      const unit = JSON.stringify(done(await reader.get('/api/units/VP-NC/documents')));
      expect(unit).not.toContain(draft.id);
    }
  });
});

describe('an administrator', () => {
  it('sees no document, no work list and no register row', async () => {
    const signed = await aSignedDocument(office());
    const issued = await anIssuedDocument(office());
    const administrator = await as('administrator');
    for (const paper of [signed, issued])
      expect((await administrator.get(`/api/documents/${paper.id}`)).status).toBe(404);
    for (const list of ['/api/inbox', '/api/drafts', '/api/waiting', '/api/clerk/UBND-HN', '/api/stuck', '/api/alerts'])
      expect([list, done(await administrator.get(list))]).toMatchObject([list, { items: [] }]);
    const register = await administrator.get('/api/registers/CV/2023');
    expect(JSON.stringify(register.data)).not.toContain(issued.id);
  });
});

describe('a right to read that is granted', () => {
  it('is nobody’s to give to themselves, and only theirs to give who make or keep the document', async () => {
    const paper = await anIssuedDocument(office());
    await expectRefusal(office(), grant('clerk', paper, `person:${PEOPLE.clerk}`), {
      status: 403,
      code: 'document.grant-needs-second-person',
      detail: 'Không tự cấp hoặc tự xác nhận quyền cho chính mình: cần người thứ hai.',
      basis: 'Phụ lục VI.III.3.c Nghị định 30/2020/NĐ-CP',
    });
    await expectRefusal(office(), grant('departmentHead', paper, 'unit:SXD'), {
      status: 403,
      code: 'document.not-yours-to-open',
      detail: 'Bạn không có thẩm quyền thay đổi quyền xem văn bản này.',
    });
  });

  it('works at once, stays an alert until a second person confirms it, and is taken back', async () => {
    const paper = await anIssuedDocument(office());
    const key = `person:${PEOPLE.otherDrafter}`;
    expect((await (await as('otherDrafter')).get(`/api/documents/${paper.id}`)).status).toBe(404);
    done(await grant('clerk', paper, key)());
    await office().settle();
    expect((await look(office(), 'otherDrafter', paper)).document.status).toBe('issued');
    for (const part of ['roomHead', 'archivist'])
      expect((await alertsOf(part)).filter((alert) => alert.document === paper.id)).toMatchObject([
        { change: 'granted', key, by: { person: PEOPLE.clerk } },
      ]);
    await expectRefusal(office(), grant('clerk', paper, key), {
      status: 409,
      code: 'document.already-granted',
      detail: 'Người hoặc đơn vị này đã có quyền xem.',
    });
    await expectRefusal(office(), confirm('clerk', paper, key), {
      status: 403,
      code: 'document.grant-needs-second-person',
      detail: /cần người thứ hai/,
    });
    done(await confirm('archivist', paper, key)());
    await office().settle();
    expect((await alertsOf('roomHead')).filter((alert) => alert.document === paper.id)).toEqual([]);
    await expectRefusal(office(), confirm('roomHead', paper, key), {
      status: 409,
      code: 'document.grant-already-confirmed',
      detail: 'Thay đổi quyền xem này đã được xác nhận.',
    });
    const clerk = await as('clerk');
    done(await clerk.post(paper.path('readers/revoke'), { key, reason: 'Hết việc phối hợp' }));
    await office().settle();
    expect((await (await as('otherDrafter')).get(`/api/documents/${paper.id}`)).status).toBe(404);
  });
});

describe('the journal', () => {
  it('names everybody who read the document, and is open to those who answer for it', async () => {
    const paper = await anIssuedDocument(office());
    const reader = await as('departmentHead');
    expect((await reader.get(paper.path('pdf'))).status).toBe(200);
    await office().settle();
    const clerk = await as('clerk');
    const journal = JournalAnswer.parse(done(await clerk.get(paper.path('journal'))));
    expect(journal.reads.map((read) => read.by.person)).toContain(PEOPLE.departmentHead);
    await expectRefusal(office(), () => reader.get(paper.path('journal')), {
      status: 403,
      code: 'document.journal-restricted',
      detail: /Nhật ký đầy đủ của văn bản chỉ dành cho/,
    });
  });
});
