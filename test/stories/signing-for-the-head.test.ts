import { describe, expect, it } from 'vitest';
import { aStoryOffice, expectRefusal, PEOPLE } from '../support/office.ts';
import { authority, suspend } from '../support/office-authority.ts';
import {
  anApprovedDraft,
  approveAs,
  aReviewedDraft,
  letter,
  look,
  oneClickBeforeSigning,
  prepare,
  sign,
  type Wanted,
} from '../support/office-documents.ts';

// Điều 13.3–13.4 Nghị định 30/2020/NĐ-CP: by order (TL.) and by written delegation (TUQ.).
const office = aStoryOffice({ at: '2023-09-14T08:00' });
/** A letter of the chair's own competence, in the hands of Sở Nội vụ by written delegation d1. */
const delegated: Wanted = {
  heading: { competence: 'head', field: undefined, draftingUnit: 'SNV-CCVC', symbolSuffix: 'SNV' },
  cast: { drafter: 'departmentDrafter', contentReviewer: 'departmentRoomHead', signer: 'departmentHead' },
  signer: 'SNV.giam-doc',
};
const byOrder: Wanted = {
  heading: { competence: 'head' },
  cast: { signer: 'officeHead' },
  signer: 'VP.chanh-van-phong',
};

describe('signing by order (TL.)', () => {
  it('prints TL. for a type that the working regulation lists', async () => {
    const paper = await aReviewedDraft(office(), byOrder);
    const { capacity } = await prepare(await office().browser('officeHead'), paper);
    expect(capacity.lines).toEqual(['TL. CHỦ TỊCH', 'CHÁNH VĂN PHÒNG']);
  });

  it('refuses a type that the regulation does not list', async () => {
    const paper = await aReviewedDraft(office(), {
      drafters: [PEOPLE.officeHead],
      heading: { type: 'plan', competence: 'head', symbolSuffix: undefined },
      content: { ...letter(), addressees: [], recipients: [] },
    });
    await expectRefusal(office(), () => approveAs(office(), 'officeHead', paper), {
      status: 403,
      code: 'organisation.type-not-by-order',
      detail:
        'Quy chế không giao Chánh Văn phòng ký thừa lệnh loại văn bản này (Quy chế làm việc của UBND Thành phố (hư cấu)).',
      basis: 'Điều 13.4 Nghị định 30/2020/NĐ-CP',
    });
  });
});

describe('signing by delegation (TUQ.)', () => {
  it('prints TUQ. with the delegatee’s own position and keeps the delegation as evidence', async () => {
    const signed = await sign(office(), await aReviewedDraft(office(), delegated));
    const { document } = await look(office(), 'departmentHead', signed);
    if (document.status !== 'signed') throw new Error(document.status);
    expect(document.signature.capacity.lines).toEqual(['TUQ. CHỦ TỊCH', 'GIÁM ĐỐC SỞ NỘI VỤ']);
    expect(document.signature.capacity.evidence).toMatchObject({ delegation: 'd1', delegator: 'p01' });
  });

  it('refuses after the last day of the delegation', async () => {
    office().go('2023-12-29T16:00');
    const paper = await anApprovedDraft(office(), delegated);
    const act = await oneClickBeforeSigning(office(), paper);
    office().go('2024-01-02T08:00');
    await expectRefusal(office(), act, {
      status: 403,
      code: 'organisation.delegation-expired',
      detail: 'Ủy quyền 03/GUQ-UBND đã hết hạn ngày 31/12/2023.',
      basis: 'Điều 13.3 Nghị định 30/2020/NĐ-CP',
    });
    office().go('2023-09-14T08:00');
  });

  it('refuses while a party’s change of position awaits confirmation', async () => {
    const paper = await anApprovedDraft(office(), delegated);
    const act = await oneClickBeforeSigning(office(), paper);
    await authority(office(), PEOPLE.departmentHead, {
      type: 'DelegationFlagged',
      delegation: 'd1',
      reason: 'Người được ủy quyền đổi chức vụ',
    });
    await expectRefusal(office(), act, {
      status: 403,
      code: 'organisation.delegation-to-confirm',
      detail: 'Ủy quyền 03/GUQ-UBND phải được xác nhận lại vì một bên đã đổi chức vụ.',
      basis: 'Điều 13.3 Nghị định 30/2020/NĐ-CP',
    });
    await authority(office(), PEOPLE.departmentHead, { type: 'DelegationConfirmed', delegation: 'd1' });
  });

  it('rests while the delegator is suspended', async () => {
    const paper = await anApprovedDraft(office(), delegated);
    const act = await oneClickBeforeSigning(office(), paper);
    const end = await suspend(office(), PEOPLE.chair);
    await expectRefusal(office(), act, {
      status: 403,
      code: 'organisation.delegator-suspended',
      detail: /Người ủy quyền đang bị tạm đình chỉ công tác/,
    });
    office().go('2023-09-14T08:01');
    await end();
    office().go('2023-09-14T08:02');
  });

  it('refuses a collective letter to the delegatee', async () => {
    const paper = await aReviewedDraft(office(), {
      ...delegated,
      heading: { ...delegated.heading, competence: 'collective' },
      signer: 'UBND-HN.chu-tich',
      drafters: [PEOPLE.departmentHead],
    });
    await expectRefusal(office(), () => approveAs(office(), 'departmentHead', paper), {
      status: 403,
      code: 'organisation.collective-not-delegable',
      detail: 'Nội dung thuộc thẩm quyền tập thể không ký thừa ủy quyền.',
      basis: 'Điều 13.2 Nghị định 30/2020/NĐ-CP',
    });
  });

  it('refuses a type that the delegation does not name', async () => {
    const paper = await aReviewedDraft(office(), {
      ...delegated,
      heading: { ...delegated.heading, type: 'notice', symbolSuffix: undefined },
      content: { ...letter(), addressees: [] },
      signer: 'UBND-HN.chu-tich',
      drafters: [PEOPLE.departmentHead],
    });
    await expectRefusal(office(), () => approveAs(office(), 'departmentHead', paper), {
      status: 403,
      code: 'organisation.delegation-other-type',
      detail: 'Ủy quyền 03/GUQ-UBND không gồm loại văn bản này.',
      basis: 'Điều 13.3 Nghị định 30/2020/NĐ-CP',
    });
  });

  it('refuses at once when the delegator revokes it, also when only the delegator’s own file says so yet', async () => {
    const paper = await anApprovedDraft(office(), delegated);
    const act = await oneClickBeforeSigning(office(), paper);
    await authority(office(), PEOPLE.chair, {
      type: 'DelegationRevoked',
      delegation: 'd1',
      on: '2023-09-14',
      reason: 'Hết đợt tuyển dụng',
    });
    await expectRefusal(office(), act, {
      status: 403,
      code: 'organisation.delegation-revoked',
      detail: 'Ủy quyền 03/GUQ-UBND đã bị thu hồi.',
      basis: 'Điều 13.3 Nghị định 30/2020/NĐ-CP',
    });
  });
});
