import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { LocalPorts } from '../../functions/entry/local-ports.ts';
import { later as after } from '../../shared/kernel/time.ts';
import { aStoryOffice, done, expectRefusal, type Part } from '../support/office.ts';
import {
  anApprovedDraft,
  aReadySignature,
  aReviewedDraft,
  aSignedDocument,
  letter,
  look,
  type Paper,
  prepare,
  sign,
} from '../support/office-documents.ts';

// Domain §3 S7 and §5: a signature binds to the bytes that were seen, by a person who has just proved presence for this act.
const Opened = z.object({ id: z.string() });
const wall = { ahead: 0 };
const tsa = { down: false };
const moved = (ports: LocalPorts): LocalPorts => ({
  ...ports,
  realNow: () => after(ports.realNow(), wall.ahead),
  timestamper: {
    stamp: (hash) => (tsa.down ? Promise.reject(new Error('connect ECONNREFUSED')) : ports.timestamper.stamp(hash)),
  },
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

  it('of one act is not accepted for another act', async () => {
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

describe('signing', () => {
  it('twice by a double click makes one signature: the second answer is the first', async () => {
    const paper = await aReviewedDraft(office());
    const { body, signer } = await aReadySignature(office(), paper);
    const key = { 'idempotency-key': 'hai-lan-bam-nut-ky-01' };
    const [first, second] = await Promise.all([
      signer.post(paper.path('sign'), body, key),
      signer.post(paper.path('sign'), body, key),
    ]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.data).toEqual(first.data);
    expect([first, second].filter((one) => one.headers.get('idempotent-replayed') === 'true')).toHaveLength(1);
    const history = await office().ports.store.history({ aggregate: 'document', id: paper.id }, 1, 100);
    expect(history.filter((event) => event.bytes.includes('"DocumentSigned"'))).toHaveLength(1);
  });

  it('again with another click says who signed it', async () => {
    const paper = await aReviewedDraft(office());
    const { body, signer } = await aReadySignature(office(), paper);
    done(await signer.post(paper.path('sign'), body));
    await expectRefusal(office(), () => signer.post(paper.path('sign'), body), {
      status: 409,
      code: 'document.already-signed',
      detail: /Văn bản đã được Nguyễn Quốc Khải ký/,
    });
  });

  it('with the same key for another request is refused', async () => {
    const [paper, other] = [await aReviewedDraft(office()), await aReviewedDraft(office())];
    const key = { 'idempotency-key': 'mot-khoa-hai-noi-dung-1' };
    const chair = await office().browser('chair');
    done(await chair.post(paper.path('approve'), { contentHash: paper.contentHash }, key));
    await expectRefusal(office(), () => chair.post(other.path('approve'), { contentHash: other.contentHash }, key), {
      status: 422,
      code: 'kernel.idempotency-key-reused',
      detail: 'Mã chống gửi trùng này đã dùng cho một nội dung khác.',
    });
  });

  it('while no time stamp can be had stores nothing, and succeeds with a new proof once it can', async () => {
    const paper = await aReviewedDraft(office());
    const { body, signer } = await aReadySignature(office(), paper);
    tsa.down = true;
    await expectRefusal(office(), () => signer.post(paper.path('sign'), body), {
      status: 422,
      code: 'document.timestamp-unavailable',
      detail:
        'Máy chủ cấp dấu thời gian không trả lời nên chưa ký. Không có chữ ký nào được lưu; hãy thử lại sau ít phút.',
      basis: 'RFC 3161',
    });
    tsa.down = false;
    expect((await signer.post(paper.path('sign'), body)).status).toBe(200);
  });

  it('leaves a file with one intact, trusted and stamped signature, still without the agency’s', async () => {
    const signed = await sign(office(), await aReviewedDraft(office()));
    const file = await (await office().browser('chair')).get(signed.path('pdf'));
    if (!(file.data instanceof Uint8Array)) throw new Error('no file');
    const report = await office().ports.paper.verify(file.data, {
      ...office().ports.trust,
      at: office().clock.now(),
    });
    expect(report.problems).toEqual(['Không có chữ ký số của cơ quan, tổ chức.']);
    expect(report.signatures).toMatchObject([{ kind: 'person', intact: true, trusted: true, level: 'B-T' }]);
  });
});
