import { describe, expect, it } from 'vitest';
import { Content } from '../../../../shared/documents/content.ts';
import { canStartDraft, type StartDraft, startDraft } from '../../../../shared/documents/drafting/start-draft.ts';
import { FieldCode, MatterCode, UnitId } from '../../../../shared/kernel/ids.ts';
import { Instant } from '../../../../shared/kernel/time.ts';
import { apply, as, decisionHeading, ID, letter, letterHeading, person, refusal, refusedCode } from '../office.ts';

const start = (command: Partial<StartDraft>, who = 'an', world = {}) =>
  startDraft(
    null,
    { heading: letterHeading(), content: letter(), drafters: [], attachments: [], secrecy: 'none', ...command },
    { ...as(who, world), id: ID },
  );

describe('start a draft (soạn thảo văn bản, Điều 10)', () => {
  it('opens a công văn of the committee drafted by a room of its office', () => {
    const draft = apply(null, start({}));
    expect(draft).toMatchObject({
      status: 'drafting',
      symbol: 'UBND-NC',
      version: 1,
      drafters: ['an'],
      checks: [],
      turns: [],
    });
  });

  it('keeps several drafters, each once, the one who starts first', () => {
    const draft = apply(null, start({ drafters: [person('hung'), person('an')] }));
    expect(draft.drafters).toEqual(['an', 'hung']);
  });

  it('reads căn cứ and citations of the text as relations, each document once', () => {
    const content = letter({
      legalBases: ['Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư'],
      blocks: Content.shape.blocks.parse([
        {
          kind: 'paragraph',
          runs: [{ text: 'Thực hiện Kế hoạch số 171-KH/TU ngày 17/8/2023 và Nghị định số 30/2020/NĐ-CP.' }],
        },
      ]),
    });
    expect(apply(null, start({ content })).relations).toEqual([
      { kind: 'legal-basis', display: '30/2020/NĐ-CP', typeName: 'Nghị định', date: '2020-03-05' },
      { kind: 'refers-to', display: '171-KH/TU', typeName: 'Kế hoạch', date: '2023-08-17' },
    ]);
  });

  it('keeps the relations that the drafter chose instead', () => {
    const relations = [{ kind: 'replies-to' as const, display: '12/SNV-VP' }];
    expect(apply(null, start({ relations })).relations).toEqual(relations);
  });

  it('refuses a draft for a unit in which the drafter holds no position', () => {
    const refused = refusal(start({ heading: letterHeading({ draftingUnit: UnitId.parse('SNV') }) }));
    expect(refused).toMatchObject({ kind: 'forbidden', code: 'document.not-your-unit' });
    expect(refused.basis).toContain('10.1');
  });

  it.each([
    ['document.issuer-not-an-agency', letterHeading({ issuer: UnitId.parse('NC') })],
    ['document.issuer-not-above-unit', letterHeading({ issuer: UnitId.parse('SNV') })],
    ['document.issuer-not-collective', letterHeading({ issuer: UnitId.parse('VP'), competence: 'collective' })],
    ['document.type-is-collective', letterHeading({ type: 'resolution' })],
    ['document.unknown-field', letterHeading({ field: FieldCode.parse('XX') })],
    ['document.unknown-matter', letterHeading({ matter: MatterCode.parse('C99') })],
    ['document.suffix-only-on-letters', decisionHeading({ symbolSuffix: 'NC' })],
  ])('refuses a heading that master data does not bear: %s', (code, heading) => {
    expect(refusedCode(start({ heading }))).toBe(code);
  });

  it('refuses a drafter whom nobody employs today', () => {
    expect(refusedCode(start({ drafters: [person('nobody')] }))).toBe('document.drafter-unknown');
  });

  it('refuses somebody suspended, from the very minute of the suspension', () => {
    const suspensions = [{ id: 's', from: Instant.parse('2023-09-18T02:00:00.000Z'), basis: 'QĐ 1', reason: 'x' }];
    expect(refusedCode(start({}, 'an', { changes: { an: { suspensions } } }))).toBe('document.suspended');
    expect(canStartDraft(null, as('an')).ok).toBe(true);
  });
});

describe('state secrets (độ mật) never enter', () => {
  const withLine = (text: string) =>
    letter({ blocks: Content.shape.blocks.parse([{ kind: 'paragraph', runs: [{ text }] }]) });

  it.each(['MẬT', '[TỐI MẬT]', 'TUYỆT  MẬT', 'Độ mật: Tối mật', 'độ mật : MẬT', 'MẬT'.normalize('NFD')])(
    'refuses a draft that bears the mark “%s”',
    (mark) => {
      const refused = refusal(start({ content: withLine(mark) }));
      expect(refused).toMatchObject({ code: 'document.secret-refused' });
      expect(refused.basis).toContain('29/2018/QH14');
    },
  );

  it('refuses a draft that its drafter declares secret', () => {
    expect(refusedCode(start({ secrecy: 'top-secret' }))).toBe('document.secret-refused');
  });

  it.each([
    'Tăng cường công tác bảo vệ bí mật nhà nước trong cơ quan hành chính.',
    'LƯU HÀNH NỘI BỘ',
    'Độ mật: thường',
    'Cán bộ mật vụ không thuộc phạm vi văn bản này',
    'MẬT ONG',
  ])('lets pass words that are no mark: “%s”', (text) => {
    expect(start({ content: withLine(text) }).ok).toBe(true);
  });
});
