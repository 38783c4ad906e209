import { describe, expect, it } from 'vitest';
import { composeSheet } from '../../../functions/paper/compose.ts';
import { blockItemsOf } from '../../../functions/paper/compose-blocks.ts';
import { pointLetter, roman } from '../../../functions/paper/numbering.ts';
import { Content } from '../../../shared/documents/content.ts';
import { decision, letter3073 } from './samples.ts';

const texts = (blocks: unknown): string[] =>
  blockItemsOf(Content.parse({ subject: 'x', blocks }).blocks).map((item) =>
    item.kind === 'paragraph'
      ? item.runs.map((run) => run.text).join('')
      : item.kind === 'heading'
        ? item.lines.map((line) => line.text).join(' ')
        : 'bảng',
  );

describe('the words of a sheet', () => {
  it('letters points in the Vietnamese alphabet without f, j, w, z', () => {
    const letters = Array.from({ length: 24 }, (_, index) => pointLetter(index));
    expect(letters.join(' ')).toBe('a b c d đ e g h i k l m n o p q r s t u v x y aa');
  });
  it('numbers annexes and chapters in Roman numerals', () => {
    expect([1, 4, 9, 14, 40, 50].map(roman)).toEqual(['I', 'IV', 'IX', 'XIV', 'XL', 'L']);
  });
  it('numbers articles through the text and clauses anew in each', () => {
    const clause = (text: string) => ({ kind: 'clause', text });
    const article = (text: string) => ({ kind: 'article', heading: text, clauses: [clause('a'), clause('b')] });
    const heading = (text: string) => ({ kind: 'heading', level: 'chapter', text });
    expect(texts([heading('Quy định chung'), article('Phạm vi'), heading('Tổ chức'), article('Đối tượng')])).toEqual([
      'Chương I QUY ĐỊNH CHUNG',
      'Điều 1. Phạm vi',
      '1. a',
      '2. b',
      'Chương II TỔ CHỨC',
      'Điều 2. Đối tượng',
      '1. a',
      '2. b',
    ]);
  });
  it('ends the content with ./. once', () => {
    const end = (text: string) => {
      const content = Content.parse({ subject: 'x', blocks: [{ kind: 'paragraph', runs: [{ text }] }] });
      const last = composeSheet({ ...letter3073, content }, '').items.at(-1);
      return last?.kind === 'paragraph' ? last.runs.map((run) => run.text).join('') : '';
    };
    expect(['Thực hiện.', 'Thực hiện', 'Thực hiện./.'].map(end)).toEqual([
      'Thực hiện./.',
      'Thực hiện./.',
      'Thực hiện./.',
    ]);
  });
  it('ends legal bases with a semicolon and the last with a full stop', () => {
    expect(composeSheet(decision, '').bases.map((line) => line.at(-1))).toEqual([';', ';', '.']);
  });
  it('writes Như trên for a công văn, Như Điều for a quyết định, and Lưu last', () => {
    expect(composeSheet(letter3073, '').recipients.at(0)).toBe('Như trên;');
    expect(composeSheet(decision, '').recipients).toEqual([
      'Như Điều 3;',
      'UBND Thành phố (để báo cáo);',
      'Lưu: VT, TTr (12).',
    ]);
  });
  it('prints Như Điều once when the author typed it too', () => {
    const [own, ...others] = decision.content.recipients;
    if (own === undefined) throw new Error('the sample has no recipient');
    const recipients = [{ ...own, line: 'Như Điều 3' }, own, ...others];
    expect(composeSheet({ ...decision, content: { ...decision.content, recipients } }, '').recipients).toEqual(
      composeSheet(decision, '').recipients,
    );
  });
  it('leaves number and date blank on the annexes of an electronic document and names the issuer', () => {
    const notes = composeSheet(decision, '').annexes.map((annex) => [
      annex.label,
      annex.note.replace(/\u00a0+/g, ' _ '),
    ]);
    expect(notes).toEqual([
      ['Phụ lục I', '(Kèm theo Văn bản số _ /QĐ-SNV ngày _ tháng _ năm _ của Sở Nội vụ thành phố Hà Nội)'],
      ['Phụ lục II', '(Kèm theo Văn bản số _ /QĐ-SNV ngày _ tháng _ năm _ của Sở Nội vụ thành phố Hà Nội)'],
    ]);
  });
  it('prints the urgency stamp in the width that the decree gives it', () => {
    const stamps = (['urgent', 'very-urgent', 'express', 'normal'] as const).map(
      (urgency) => composeSheet({ ...letter3073, urgency }, '').stamp,
    );
    expect(stamps).toEqual([
      { text: 'KHẨN', width: 20 },
      { text: 'THƯỢNG KHẨN', width: 40 },
      { text: 'HỎA TỐC', width: 30 },
      null,
    ]);
  });
});
