import { describe, expect, it } from 'vitest';
import { aStoryOffice, expectRefusal, PEOPLE } from '../support/office.ts';
import { endHolding, suspend } from '../support/office-authority.ts';
import { anApprovedDraft, aReviewedDraft, oneClickBeforeSigning, type Wanted } from '../support/office-documents.ts';

// Scenario D3.35: what happened to the signatory between opening the page and signing it.
const office = aStoryOffice({ at: '2023-09-14T08:00' });
const culture: Wanted = {
  heading: { field: 'KGVX', draftingUnit: 'VP-KGVX', symbolSuffix: 'KGVX' },
  cast: { drafter: 'cultureDrafter', contentReviewer: 'cultureRoomHead', signer: 'viceChairCulture' },
};

describe('between opening the page and signing', () => {
  it('refuses somebody suspended meanwhile, whether the draft was approved before or not', async () => {
    const waiting = await aReviewedDraft(office());
    const approved = await anApprovedDraft(office());
    const [first, second] = [
      await oneClickBeforeSigning(office(), waiting),
      await oneClickBeforeSigning(office(), approved),
    ];
    const end = await suspend(office(), PEOPLE.chair);
    await expectRefusal(office(), first, {
      status: 403,
      code: 'document.suspended',
      detail: 'Nguyễn Quốc Khải đang bị tạm đình chỉ công tác nên chưa làm được việc này.',
    });
    await expectRefusal(office(), second, {
      status: 403,
      code: 'organisation.suspended',
      detail: 'Nguyễn Quốc Khải đang bị tạm đình chỉ công tác.',
      basis: 'Quyết định 12/QĐ-UBND',
    });
    office().go('2023-09-14T08:10');
    await end();
    office().go('2023-09-14T08:11');
    expect((await second()).status).toBe(200);
  });

  it('refuses somebody whose position ended', async () => {
    const paper = await anApprovedDraft(office(), culture);
    const act = await oneClickBeforeSigning(office(), paper);
    await endHolding(office(), PEOPLE.viceChairCulture, { holding: 'h03', on: '2023-09-15' });
    office().go('2023-09-18T08:00');
    await expectRefusal(office(), act, {
      status: 403,
      code: 'organisation.no-position',
      detail: 'Lê Thu Hương không giữ chức vụ nào trong ngày hôm nay, hoặc không giữ chức vụ đã chọn.',
    });
  });
});
