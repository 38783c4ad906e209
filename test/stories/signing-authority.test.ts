import { describe, expect, it } from 'vitest';
import { aStoryOffice, done, expectRefusal, PEOPLE } from '../support/office.ts';
import { authority, endHolding, suspend } from '../support/office-authority.ts';
import {
  anApprovedDraft,
  aReadySignature,
  aReviewedDraft,
  letter,
  look,
  type Paper,
  prepare,
  sign,
  type Wanted,
} from '../support/office-documents.ts';

// Điều 13 Nghị định 30/2020/NĐ-CP: every row of the table that says no, as the person at the screen meets it.
const office = aStoryOffice({ at: '2023-09-14T08:00' });

const culture: Wanted = {
  heading: { field: 'KGVX', draftingUnit: 'VP-KGVX', symbolSuffix: 'KGVX' },
  cast: { drafter: 'cultureDrafter', contentReviewer: 'cultureRoomHead', signer: 'viceChairCulture' },
};
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
const approve = async (person: string, paper: Paper) =>
  (await office().browser(person)).post(paper.path('approve'), { contentHash: paper.contentHash });
const signNow = async (paper: Paper) => {
  const { signer, body } = await aReadySignature(office(), paper);
  return () => signer.post(paper.path('sign'), body);
};
const prepareAgain = (paper: Paper) => async () =>
  (await office().browser(paper.cast.signer)).post(paper.path('prepare-signature'), {
    contentHash: paper.contentHash,
  });

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
    await expectRefusal(office(), () => approve('viceChairCulture', paper), {
      status: 403,
      code: 'organisation.not-in-charge-of-field',
      detail:
        'Lê Thu Hương không phụ trách lĩnh vực Nội chính, cải cách hành chính, tổ chức bộ máy; ngày 14/09/2023 người phụ trách là Nguyễn Quốc Khải.',
      basis: 'Điều 13.1 Nghị định 30/2020/NĐ-CP',
    });
  });

  it('refuses a deputy when the document names no field', async () => {
    const paper = await aReviewedDraft(office(), { heading: { field: undefined } });
    await expectRefusal(office(), () => approve('viceChairCulture', paper), {
      status: 403,
      code: 'organisation.field-not-stated',
      detail: 'Văn bản chưa ghi lĩnh vực, nên chưa xác định được Lê Thu Hương có được ký thay không.',
      basis: 'Điều 13.1 Nghị định 30/2020/NĐ-CP',
    });
  });

  it('refuses whoever drafts and checks but signs nothing, and names who signs', async () => {
    const paper = await aReviewedDraft(office());
    await expectRefusal(office(), () => approve('drafter', paper), {
      status: 403,
      code: 'document.not-the-signatory',
      detail: 'Chỉ người có thẩm quyền ký văn bản này được duyệt hoặc ký (Nguyễn Quốc Khải).',
      basis: 'Điều 11.1 Nghị định 30/2020/NĐ-CP',
    });
  });

  it('refuses the signature of a deputy whose field went to another between approval and signature', async () => {
    office().go('2023-09-29T16:00');
    const paper = await anApprovedDraft(office(), culture);
    const act = await signNow(paper);
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
    await expectRefusal(office(), () => approve('officeHead', paper), {
      status: 403,
      code: 'organisation.collective-not-by-order',
      detail: 'Nội dung thuộc thẩm quyền tập thể phải ký thay mặt (TM.), không ký thừa lệnh.',
      basis: 'Điều 13.2 Nghị định 30/2020/NĐ-CP',
    });
  });
});

describe('a matter of the collective catalogue', () => {
  const matter = { heading: { matter: 'C08', competence: 'collective' } };
  const decision = (change: Record<string, unknown>) => ({
    body: 'UBND Thành phố',
    date: '2023-09-12',
    number: '45/NQ-UBND',
    result: 'passed',
    votes: { for: 5, against: 0, abstain: 0, members: 5 },
    file: 'a'.repeat(64),
    matter: 'C08',
    ...change,
  });
  const missing = {
    status: 422,
    code: 'document.collective-decision-missing',
    detail:
      'Nội dung “Tổ chức bộ máy, biên chế” phải được tập thể bàn và quyết định. Hãy ghi nghị quyết, biên bản hoặc kết quả phiếu đã thông qua trước.',
    basis: 'Điều 13.2 Nghị định 30/2020/NĐ-CP',
  };

  it('is neither approved nor prepared for signature without the decision of the body, nor after one that did not pass', async () => {
    const paper = await aReviewedDraft(office(), matter);
    await expectRefusal(office(), () => approve('chair', paper), missing);
    await expectRefusal(office(), prepareAgain(paper), missing);
    const drafter = await office().browser('drafter');
    done(await drafter.post(paper.path('decision'), decision({ result: 'not-passed' })));
    await expectRefusal(office(), () => approve('chair', paper), missing);
  });

  it.each([
    ['a decision of tomorrow', { date: '2023-09-15' }, 'document.collective-decision-in-future', /15\/09\/2023/],
    ['a decision on another matter', { matter: 'C03' }, 'document.decision-matter-differs', /nội dung C03.*C08/],
    [
      'votes that do not add up',
      { votes: { for: 2, against: 1, abstain: 0, members: 5 } },
      'document.collective-decision-tally',
      /tán thành 2, không tán thành 1/,
    ],
  ])('does not rest on %s', async (_, change, code, detail) => {
    const paper = await aReviewedDraft(office(), matter);
    const drafter = await office().browser('drafter');
    await expectRefusal(office(), () => drafter.post(paper.path('decision'), decision(change)), {
      status: 422,
      code,
      detail,
    });
  });

  it('is signed TM. once the decision that passed is recorded', async () => {
    const paper = await aReviewedDraft(office(), matter);
    done(await (await office().browser('drafter')).post(paper.path('decision'), decision({})));
    const signed = await sign(office(), paper);
    const { document } = await look(office(), 'chair', signed);
    expect(document.status).toBe('signed');
    expect(document.decision?.number).toBe('45/NQ-UBND');
  });
});

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
    await expectRefusal(office(), () => approve('officeHead', paper), {
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
    const act = await signNow(paper);
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
    const act = await signNow(paper);
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
    const act = await signNow(paper);
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
    await expectRefusal(office(), () => approve('departmentHead', paper), {
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
    await expectRefusal(office(), () => approve('departmentHead', paper), {
      status: 403,
      code: 'organisation.delegation-other-type',
      detail: 'Ủy quyền 03/GUQ-UBND không gồm loại văn bản này.',
      basis: 'Điều 13.3 Nghị định 30/2020/NĐ-CP',
    });
  });

  it('refuses at once when the delegator revokes it, also when only the delegator’s own file says so yet', async () => {
    const paper = await anApprovedDraft(office(), delegated);
    const act = await signNow(paper);
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

describe('between opening the page and signing', () => {
  it('refuses somebody suspended meanwhile, whether the draft was approved before or not', async () => {
    const waiting = await aReviewedDraft(office());
    const approved = await anApprovedDraft(office());
    const [first, second] = [await signNow(waiting), await signNow(approved)];
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
    const act = await signNow(paper);
    await endHolding(office(), PEOPLE.viceChairCulture, { holding: 'h03', on: '2023-09-15' });
    office().go('2023-09-18T08:00');
    await expectRefusal(office(), act, {
      status: 403,
      code: 'organisation.no-position',
      detail: 'Lê Thu Hương không giữ chức vụ nào trong ngày hôm nay, hoặc không giữ chức vụ đã chọn.',
    });
  });
});
