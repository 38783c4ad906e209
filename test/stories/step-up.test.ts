import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { LocalPorts } from '../../functions/entry/local-ports.ts';
import { later as after } from '../../shared/kernel/time.ts';
import { aStoryOffice, done, expectRefusal, type Part, PEOPLE } from '../support/office.ts';
import { appoint, endHolding } from '../support/office-authority.ts';
import {
  anApprovedDraft,
  aReadySignature,
  aReviewedDraft,
  aSignedDocument,
  letter,
  look,
  type Paper,
  prepare,
} from '../support/office-documents.ts';

// Domain §3 S7 and §5: a signature binds to the bytes that were seen, by a person who has just proved presence for this act.
const Opened = z.object({ id: z.string() });
const wall = { ahead: 0 };
const moved = (ports: LocalPorts): LocalPorts => ({
  ...ports,
  realNow: () => after(ports.realNow(), wall.ahead),
});
const office = aStoryOffice({ adapt: moved });
const post = async (part: Part, paper: Paper, tail: string, body: unknown) =>
  (await office().browser(part)).post(paper.path(tail), body);

describe('without approval', () => {
  it('nobody else signs what one person approved', async () => {
    const paper = await anApprovedDraft(office(), { heading: { field: 'KT' } });
    await expectRefusal(
      office(),
      () => post('viceChairFinance', paper, 'prepare-signature', { contentHash: paper.contentHash }),
      {
        status: 403,
        code: 'document.not-the-signatory',
        detail: 'Chỉ người có thẩm quyền ký văn bản này được duyệt hoặc ký (Nguyễn Quốc Khải).',
        basis: 'Điều 11.1, Điều 13 Nghị định 30/2020/NĐ-CP',
      },
    );
  });

  it('a page prepared before the approval was taken back is approved and signed in one act again', async () => {
    const paper = await anApprovedDraft(office());
    const { body, signer } = await aReadySignature(office(), paper);
    done(await signer.post(paper.path('revoke-approval'), { reason: 'Xem lại một ý' }));
    expect((await look(office(), 'chair', paper)).document.status).toBe('awaiting-approval');
    expect((await signer.post(paper.path('sign'), body)).status).toBe(200);
  });
});

describe('the proof of presence', () => {
  it('is asked for each signature', async () => {
    const paper = await aReviewedDraft(office());
    const { body, signer } = await aReadySignature(office(), paper);
    const intent = '01HD5Z2N6B8W3V9KQJ4T7RXABC';
    await expectRefusal(office(), () => signer.post(paper.path('sign'), { ...body, intent }), {
      status: 422,
      code: 'step-up.required',
      detail: 'Ký và phát hành cần xác nhận lại danh tính ngay trước khi thực hiện.',
    });
  });

  it('must have been given, not only asked for', async () => {
    const paper = await aReviewedDraft(office());
    const signer = await office().browser('chair');
    const { preparedDigest } = await prepare(signer, paper);
    const documents = [{ id: paper.id, hash: preparedDigest }];
    const opened = Opened.parse(done(await signer.post('/api/step-up', { act: 'sign', documents })));
    const intent = opened.id;
    await expectRefusal(
      office(),
      () => signer.post(paper.path('sign'), { contentHash: paper.contentHash, preparedDigest, intent }),
      { status: 422, code: 'step-up.not-proven', detail: 'Bạn chưa xác nhận lại danh tính cho thao tác này.' },
    );
  });

  it('of one page is not accepted for another page', async () => {
    const [paper, other] = [await aReviewedDraft(office()), await aReviewedDraft(office())];
    const { body, signer } = await aReadySignature(office(), paper);
    const { preparedDigest } = await prepare(signer, other);
    await expectRefusal(
      office(),
      () => signer.post(other.path('sign'), { contentHash: other.contentHash, preparedDigest, intent: body.intent }),
      {
        status: 409,
        code: 'step-up.other-documents',
        detail: 'Văn bản hoặc nội dung tệp khác với những gì bạn đã xác nhận. Hãy xác nhận lại.',
      },
    );
    await expectRefusal(office(), () => signer.post(other.path('sign'), { ...body, contentHash: other.contentHash }), {
      status: 409,
      code: 'document.prepared-for-other-text',
      detail: /Hãy mở lại văn bản, xem nội dung hiện tại và ký lại/,
    });
  });

  it('of one person is not accepted from another', async () => {
    const signed = await aSignedDocument(office());
    const paper = await aReviewedDraft(office());
    const { body } = await aReadySignature(office(), paper);
    const clerk = await office().browser('clerk');
    const intent = await clerk.stepUp('issue', [{ id: signed.id, hash: signed.fileHash }]);
    await expectRefusal(office(), () => post('chair', paper, 'sign', { ...body, intent }), {
      status: 403,
      code: 'step-up.other-person',
      detail: 'Lần xác nhận này là của người khác.',
    });
    await expectRefusal(
      office(),
      () => post('clerk', signed, 'issue', { fileHash: signed.fileHash, intent: body.intent }),
      { status: 403, code: 'step-up.other-person', detail: 'Lần xác nhận này là của người khác.' },
    );
  });

  it('of one act is not accepted for another act of the same person', async () => {
    await appoint(office(), PEOPLE.officeHead, { id: 'h-kiem', position: 'VP.van-thu', from: '2023-09-14' });
    const signed = await aSignedDocument(office());
    const paper = await aReviewedDraft(office(), {
      heading: { competence: 'head' },
      cast: { signer: 'officeHead' },
      signer: 'VP.chanh-van-phong',
    });
    const { body, signer } = await aReadySignature(office(), paper);
    const intent = await signer.stepUp('issue', [{ id: signed.id, hash: signed.fileHash }]);
    await expectRefusal(office(), () => signer.post(paper.path('sign'), { ...body, intent }), {
      status: 403,
      code: 'step-up.other-act',
      detail: 'Lần xác nhận này dành cho thao tác khác.',
    });
    await endHolding(office(), PEOPLE.officeHead, { holding: 'h-kiem', on: '2023-09-13' });
  });

  it('is not opened on a page of an older text, and one opened before the edit makes no signature', async () => {
    const paper = await aReviewedDraft(office());
    const { body, signer } = await aReadySignature(office(), paper);
    const drafter = await office().browser('drafter');
    const opened = await drafter.get(`/api/documents/${paper.id}`);
    done(
      await drafter.post(
        paper.path('edit'),
        { base: paper.contentHash, content: letter('nội dung mới') },
        { 'if-match': opened.headers.get('etag') ?? '' },
      ),
    );
    const { contentHash } = (await look(office(), 'drafter', paper)).document;
    done(await drafter.post(paper.path('submit'), { contentHash }));
    done(await post('roomHead', paper, 'pass-check', { contentHash }));
    done(await post('formatChecker', paper, 'pass-check', { contentHash }));
    const changed = {
      status: 409,
      code: 'document.prepared-for-other-text',
      detail:
        'Nội dung hoặc thẩm quyền ký đã thay đổi sau khi chuẩn bị trang ký. Hãy mở lại văn bản, xem nội dung hiện tại và ký lại.',
    };
    await expectRefusal(office(), () => signer.post(paper.path('sign'), { ...body, contentHash }), changed);
    // The key was not used: nowhere lies a signature of the chair over a text that was superseded.
    expect(await office().ports.files.read(`signature/${body.preparedDigest}`)).toBeUndefined();
    const hash = body.preparedDigest;
    await expectRefusal(
      office(),
      () => signer.post('/api/step-up', { act: 'sign', documents: [{ id: paper.id, hash }] }),
      changed,
    );
  });

  it('expires after ten minutes', async () => {
    const paper = await aReviewedDraft(office());
    const { body, signer } = await aReadySignature(office(), paper);
    wall.ahead = 11 * 60_000;
    await expectRefusal(office(), () => signer.post(paper.path('sign'), body), {
      status: 409,
      code: 'step-up.expired',
      detail: /Lần xác nhận danh tính đã hết hạn lúc \d\d:\d\d ngày \d\d\/\d\d\/\d{4}\. Hãy xác nhận lại\./,
    });
    wall.ahead = 0;
  });

  it('is spent once', async () => {
    const paper = await aReviewedDraft(office());
    const { body, signer } = await aReadySignature(office(), paper);
    done(await signer.post(paper.path('sign'), body));
    done(await post('clerk', paper, 'return-signed', { reason: 'Sai thể thức phần nơi nhận' }));
    done(await post('drafter', paper, 'submit', { contentHash: paper.contentHash }));
    done(await post('roomHead', paper, 'pass-check', { contentHash: paper.contentHash }));
    done(await post('formatChecker', paper, 'pass-check', { contentHash: paper.contentHash }));
    await expectRefusal(office(), () => signer.post(paper.path('sign'), body), {
      status: 409,
      code: 'step-up.already-used',
      detail: 'Lần xác nhận này đã dùng rồi; mỗi lần chỉ dùng cho một thao tác.',
    });
  });
});
