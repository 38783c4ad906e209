import { describe, expect, it } from 'vitest';
import type { LocalPorts } from '../../functions/entry/local-ports.ts';
import { aStoryOffice, done, expectRefusal } from '../support/office.ts';
import { aReadySignature, aReviewedDraft, sign } from '../support/office-documents.ts';

// Domain §3 S7, D3.21, D3.26: one signature over the bytes that were seen, however often it is clicked, and none without a time stamp.
const tsa = { down: false };
const unreliable = (ports: LocalPorts): LocalPorts => ({
  ...ports,
  timestamper: {
    stamp: (hash) => (tsa.down ? Promise.reject(new Error('connect ECONNREFUSED')) : ports.timestamper.stamp(hash)),
  },
});
const office = aStoryOffice({ adapt: unreliable });

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
