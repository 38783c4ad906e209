import { expect, it } from 'vitest';
import * as z from 'zod';
import { aStoryOffice, done, expectRefusal } from '../support/office.ts';
import { aDraft, aSignedDocument, look, type Paper } from '../support/office-documents.ts';
import { minutes, sha256, upload, uploadLink } from '../support/office-files.ts';

// Tệp đính kèm: the bytes that were declared, or nothing (scenario D5.47); no secret, nothing that a browser would run.
const office = aStoryOffice();
const attachment = (change: Record<string, unknown> = {}) => ({
  attachment: {
    hash: sha256(minutes),
    name: 'Biên bản họp.txt',
    type: 'text/plain',
    size: minutes.length,
    role: 'working',
    ...change,
  },
});
const attach = (paper: Paper, change?: Record<string, unknown>) => async () =>
  (await office().browser('drafter')).post(paper.path('attachments'), attachment(change));

it('a file is sent, attached, read back whole by those who may read the draft, and taken off again', async () => {
  const paper = await aDraft(office());
  const drafter = await office().browser('drafter');
  const hash = await upload(office(), 'drafter', { paper, bytes: minutes });
  done(await attach(paper)());
  const read = await (await office().browser('roomHead')).get(paper.path(`attachments/${hash}`));
  expect(read.data).toEqual(minutes);
  expect(read.headers.get('content-disposition')).toMatch(/^attachment; .*filename\*=UTF-8''Bi%C3%AAn/);
  await expectRefusal(office(), attach(paper), {
    status: 409,
    code: 'document.attachment-exists',
    detail: 'Tệp này đã có trong văn bản với tên “Biên bản họp.txt”.',
  });
  done(await drafter.post(paper.path('attachments/remove'), { hash }));
  expect((await look(office(), 'drafter', paper)).document.attachments).toEqual([]);
});

it('a file that was never sent, or of another size, is not attached', async () => {
  const paper = await aDraft(office());
  const missing = {
    status: 422,
    code: 'document.file-not-uploaded',
    detail: 'Tệp Biên bản họp.txt chưa được tải lên, hoặc không đúng kích thước và mã băm đã khai.',
  };
  await expectRefusal(office(), attach(paper), missing);
  await upload(office(), 'drafter', { paper, bytes: minutes });
  await expectRefusal(office(), attach(paper, { size: minutes.length + 1 }), missing);
});

it('other bytes than those declared are refused at the door, and the declared ones may follow', async () => {
  const paper = await aDraft(office());
  const { url } = z
    .object({ url: z.string() })
    .parse(done(await uploadLink(office(), 'drafter', { paper, bytes: minutes })));
  const browser = await office().browser('drafter');
  const send = (text: string) =>
    browser.raw(url, { method: 'PUT', body: text, headers: { 'content-type': 'text/plain' } });
  const refused = await send('một nội dung khác hẳn với tệp đã khai');
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({
    code: 'files.bytes-differ',
    detail: 'Tệp nhận được không đúng với tệp đã khai (dung lượng hoặc mã băm khác).',
  });
  expect((await send(new TextDecoder().decode(minutes))).status).toBe(200);
});

it('what a browser would run is refused, a type that offices exchange is not', async () => {
  const paper = await aDraft(office());
  const page = new TextEncoder().encode('<script>alert(1)</script>');
  await expectRefusal(office(), () => uploadLink(office(), 'drafter', { paper, bytes: page, type: 'text/html' }), {
    status: 422,
    code: 'document.file-type-refused',
    detail: /text\/html/,
  });
});

it('a file whose name bears a mark of secrecy is refused', async () => {
  const paper = await aDraft(office());
  await upload(office(), 'drafter', { paper, bytes: minutes });
  await expectRefusal(office(), attach(paper, { name: 'TUYỆT MẬT.pdf' }), {
    status: 422,
    code: 'document.secret-refused',
    detail: /\(TUYỆT MẬT\)/,
    basis: 'Luật Bảo vệ bí mật nhà nước số 29/2018/QH14',
  });
});

it('nothing is attached to a signed text', async () => {
  const signed = await aSignedDocument(office());
  await expectRefusal(office(), () => uploadLink(office(), 'drafter', { paper: signed, bytes: minutes }), {
    status: 409,
    code: 'document.already-signed',
    detail: /Văn bản đã được Nguyễn Quốc Khải ký/,
  });
});
