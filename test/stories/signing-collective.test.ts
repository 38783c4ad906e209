import { describe, expect, it } from 'vitest';
import { aStoryOffice, expectRefusal, PEOPLE } from '../support/office.ts';
import {
  anApprovedDraft,
  approveAs,
  aReviewedDraft,
  look,
  oneClickBeforeSigning,
  prepare,
  sign,
  type Wanted,
} from '../support/office-documents.ts';

// Điều 13.1–13.2 Nghị định 30/2020/NĐ-CP: TM. and KT., and every way in which they are refused.
const office = aStoryOffice({ at: '2023-09-14T08:00' });
const culture: Wanted = {
  heading: { field: 'KGVX', draftingUnit: 'VP-KGVX', symbolSuffix: 'KGVX' },
  cast: { drafter: 'cultureDrafter', contentReviewer: 'cultureRoomHead', signer: 'viceChairCulture' },
};

describe('signing for the collective', () => {
  it('prints TM. and the chair, computed and never typed', async () => {
    const paper = await aReviewedDraft(office());
    const { capacity } = await prepare(await office().browser('chair'), paper);
    expect(capacity.lines).toEqual(['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH']);
  });

  it('lets a deputy sign KT. in the field assigned to them', async () => {
    const signed = await sign(office(), await aReviewedDraft(office(), culture));
    const { document } = await look(office(), 'viceChairCulture', signed);
    expect(document.status === 'signed' && document.signature.capacity.lines).toEqual([
      'TM. ỦY BAN NHÂN DÂN',
      'KT. CHỦ TỊCH',
      'PHÓ CHỦ TỊCH',
    ]);
  });

  it('refuses a deputy who is not in charge of the field, and names who signs', async () => {
    const paper = await aReviewedDraft(office());
    await expectRefusal(office(), () => approveAs(office(), 'viceChairCulture', paper), {
      status: 403,
      code: 'organisation.not-in-charge-of-field',
      detail:
        'Lê Thu Hương không phụ trách lĩnh vực Nội chính, cải cách hành chính, tổ chức bộ máy; ngày 14/09/2023 người phụ trách là Nguyễn Quốc Khải.',
      basis: 'Điều 13.1 Nghị định 30/2020/NĐ-CP',
    });
  });

  it('refuses a deputy when the document names no field', async () => {
    const paper = await aReviewedDraft(office(), { heading: { field: undefined } });
    await expectRefusal(office(), () => approveAs(office(), 'viceChairCulture', paper), {
      status: 403,
      code: 'organisation.field-not-stated',
      detail: 'Văn bản chưa ghi lĩnh vực, nên chưa xác định được Lê Thu Hương có được ký thay không.',
      basis: 'Điều 13.1 Nghị định 30/2020/NĐ-CP',
    });
  });

  it('refuses whoever drafts and checks but signs nothing, and names who signs', async () => {
    const paper = await aReviewedDraft(office());
    await expectRefusal(office(), () => approveAs(office(), 'drafter', paper), {
      status: 403,
      code: 'document.not-the-signatory',
      detail: 'Chỉ người có thẩm quyền ký văn bản này được duyệt hoặc ký (Nguyễn Quốc Khải).',
      basis: 'Điều 11.1 Nghị định 30/2020/NĐ-CP',
    });
  });

  it('refuses the signature of a deputy whose field went to another between approval and signature', async () => {
    office().go('2023-09-29T16:00');
    const paper = await anApprovedDraft(office(), culture);
    const act = await oneClickBeforeSigning(office(), paper);
    office().go('2023-10-02T08:00');
    await expectRefusal(office(), act, {
      status: 403,
      code: 'organisation.not-in-charge-of-field',
      detail:
        'Lê Thu Hương không phụ trách lĩnh vực Y tế, giáo dục, văn hóa, lao động; ngày 02/10/2023 người phụ trách là Trần Minh Lâm.',
      basis: 'Điều 13.1 Nghị định 30/2020/NĐ-CP',
    });
    office().go('2023-09-14T08:00');
  });

  it('refuses a collective letter to whoever may only sign by order', async () => {
    const paper = await aReviewedDraft(office(), { drafters: [PEOPLE.officeHead] });
    await expectRefusal(office(), () => approveAs(office(), 'officeHead', paper), {
      status: 403,
      code: 'organisation.collective-not-by-order',
      detail: 'Nội dung thuộc thẩm quyền tập thể phải ký thay mặt (TM.), không ký thừa lệnh.',
      basis: 'Điều 13.2 Nghị định 30/2020/NĐ-CP',
    });
  });
});
