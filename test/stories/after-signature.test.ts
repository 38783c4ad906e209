import { describe, expect, it } from 'vitest';
import { aStoryOffice, done, expectRefusal, problemOf } from '../support/office.ts';
import { aSignedDocument, letter, look, type Paper } from '../support/office-documents.ts';

// Domain §4.1: a signed text no longer changes; the clerk may return it before it has a number.
const office = aStoryOffice();
const as = (part: string) => office().browser(part);
const act =
  (part: string, paper: Paper, tail: string, body: Record<string, unknown> = {}) =>
  async () =>
    (await as(part)).post(paper.path(tail), body);

describe('after the signature', () => {
  it('nothing of the text changes any more', async () => {
    const signed = await aSignedDocument(office());
    const opened = await (await as('drafter')).get(`/api/documents/${signed.id}`);
    const already = {
      status: 409,
      code: 'document.already-signed',
      detail: /Văn bản đã được Nguyễn Quốc Khải ký nên không sửa được nữa/,
      basis: 'Điều 18.3 Nghị định 30/2020/NĐ-CP',
    };
    const change = async () =>
      (await as('drafter')).post(
        signed.path('edit'),
        { base: signed.contentHash, content: letter('chữ khác') },
        { 'if-match': opened.headers.get('etag') ?? '' },
      );
    await expectRefusal(office(), change, already);
    await expectRefusal(office(), act('drafter', signed, 'lock'), already);
    await expectRefusal(office(), act('chair', signed, 'revoke-approval', { reason: 'Nghĩ lại' }), already);
    await expectRefusal(office(), act('drafter', signed, 'relations', { relations: [] }), already);
  });

  it('the clerk returns a document of bad form before it has a number, with a reason; nobody else does', async () => {
    const signed = await aSignedDocument(office());
    await expectRefusal(office(), act('chair', signed, 'return-signed', { reason: 'Sai thể thức' }), {
      status: 403,
      code: 'document.not-the-clerk',
      detail: 'Chỉ văn thư của cơ quan ban hành được làm việc này.',
      basis: 'Điều 32.2 Nghị định 30/2020/NĐ-CP',
    });
    const blank = await act('clerk', signed, 'return-signed', { reason: ' ' })();
    expect([blank.status, problemOf(blank).errors?.[0]?.pointer]).toEqual([400, '/reason']);
    done(await act('clerk', signed, 'return-signed', { reason: 'Sai thể thức phần nơi nhận' })());
    expect((await look(office(), 'drafter', signed)).document.status).toBe('drafting');
  });
});
