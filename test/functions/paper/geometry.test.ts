import { describe, expect, it } from 'vitest';
import { composeSheet } from '../../../functions/paper/compose.ts';
import { tinos } from '../../../functions/paper/fonts.ts';
import { sealBox } from '../../../functions/paper/revision/fields.ts';
import { type Place, typesetter } from '../../../functions/paper/typeset.ts';
import type { PaperRequest } from '../../../functions/ports/paper.ts';
import type { Content } from '../../../shared/documents/content.ts';
import { decision, general, letter3073 } from './samples.ts';

const MILLIMETRE = 72 / 25.4;
const typeset = typesetter(tinos());
const lay = (request: PaperRequest) => {
  const { places, pages } = typeset(composeSheet(request, ''), 1_695_000_000);
  const place = (name: string): Place => {
    const found = places.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no ${name} on the page`);
    const mm = (value: number) => value / MILLIMETRE;
    return { ...found, x: mm(found.x), y: mm(found.y), w: mm(found.w), h: mm(found.h) };
  };
  return { place, places, pages };
};
const withContent = (request: PaperRequest, content: Partial<Content>): PaperRequest => ({
  ...request,
  content: { ...request.content, ...content },
});
const paragraph = (text: string): Content['blocks'][number] => ({ kind: 'paragraph', runs: [{ text }] });
const middle = (one: Place) => one.x + one.w / 2;
/** Height of capitals: printed boxes reach from there to the baseline. */
const CAPITALS = { 12: 2.8, 14: 3.3 } as const;
/** Both cells stand in fields 17 pt high whose baseline lies 4.2 pt above the lower edge. */
const lineBaseline = (one: Place) => one.y + one.h - 4.2 / MILLIMETRE;

describe('công văn against mẫu 1.5 of Phụ lục III, same strings', () => {
  const { addressees, blocks } = letter3073.content;
  const short = withContent(letter3073, { addressees: addressees.slice(0, 2), blocks: blocks.slice(0, 1) });
  const { place } = lay(short);
  const from = (baseline: number) => baseline - (place('nation').y + place('nation').h);
  // Baselines below that of Quốc hiệu in millimetres, measured on the annex's own template filled with these strings.
  it.each([
    ['Tiêu ngữ', 5.7, () => place('motto').y + place('motto').h],
    ['số, ký hiệu', 16.3, () => lineBaseline(place('number-line'))],
    ['địa danh, thời gian', 16.3, () => lineBaseline(place('date-line'))],
    ['trích yếu', 21.1, () => place('subject').y + CAPITALS[12]],
    ['Kính gửi', 48.1, () => place('addressees').y + place('addressees').h],
    ['nội dung', 75.2, () => place('body').y + CAPITALS[14]],
  ])('puts %s within 2 mm of its place', (_, expected, measured) => {
    expect(Math.abs(from(measured()) - expected)).toBeLessThanOrEqual(2);
  });
  it('prints Quốc hiệu in one line inside a column of 96 mm', () => {
    expect(place('nation').w).toBeGreaterThan(87);
    expect(place('nation').w).toBeLessThan(96);
    expect(place('nation').h).toBeLessThan(4);
  });
  it('centres each half of the head on its own axis', () => {
    for (const name of ['issuer', 'number-line', 'subject']) expect(middle(place(name))).toBeCloseTo(64.5, 0);
    for (const name of ['nation', 'motto', 'date-line']) expect(middle(place(name))).toBeCloseTo(147, 0);
  });
  it('keeps number and date on one line', () => {
    expect(place('number-line').y).toBeCloseTo(place('date-line').y, 3);
  });
  it('stays inside margins of 20, 20, 30 and 15 mm', () => {
    expect(place('nation').y).toBeGreaterThan(19.99);
    expect(place('recipients').x).toBeGreaterThan(29.99);
    expect(place('date-line').x + place('date-line').w).toBeLessThanOrEqual(195.01);
  });
  it('sets Nơi nhận level with the capacity of the signer', () => {
    expect(place('recipients').y).toBeCloseTo(place('capacity').y, 1);
  });
  it('lays the seal over the left third of the signature, middle to middle', () => {
    const signer = place('signer');
    const seal = sealBox(signer, 36);
    expect(seal.x + seal.w).toBeCloseTo(signer.x + signer.w / 3, 6);
    expect(seal.y + seal.h / 2).toBeCloseTo(signer.y + signer.h / 2, 6);
    expect(seal.x).toBeGreaterThan(place('recipients').x + 70);
  });
});

describe('typed documents', () => {
  it('centre type and abstract on the whole width of the text', () => {
    for (const request of [decision, general]) {
      const { place } = lay(request);
      expect(middle(place('type'))).toBeCloseTo(112.5, 0);
      expect(middle(place('subject'))).toBeCloseTo(112.5, 0);
      expect(place('subject').y).toBeGreaterThan(place('type').y);
    }
  });
  it('print circulation limits in the top margin and contacts at the foot of page 1', () => {
    const { place } = lay(decision);
    expect(place('circulation').y + place('circulation').h).toBeLessThan(20);
    expect(place('contact')).toMatchObject({ page: 1 });
    expect(place('contact').y).toBeGreaterThan(255);
  });
});

describe('the signature block', () => {
  it('never stands alone on a page, however long the text is', () => {
    const line = 'Các cơ quan, đơn vị tổ chức thực hiện nghiêm túc và báo cáo kết quả theo quy định hiện hành.';
    const seen = new Set<number>();
    for (let count = 2; count <= 40; count++) {
      const blocks = Array.from({ length: count }, () => paragraph(line));
      const { places, pages } = lay(withContent(letter3073, { blocks }));
      seen.add(pages);
      const block = places
        .filter((one) => ['capacity', 'signer', 'name', 'recipients'].includes(one.name))
        .map((one) => one.page);
      const tail = places.filter((one) => one.name === 'tail').map((one) => one.page);
      expect(tail.length).toBe(2);
      expect(new Set([...block, ...tail]).size, `${count} paragraphs`).toBe(1);
    }
    expect(seen.size).toBeGreaterThan(1);
  });
  it('stays whole with a hundred recipients', () => {
    const recipients = Array.from({ length: 100 }, (_, i) => ({
      line: `Đơn vị số ${i + 1}`,
      purpose: 'implement' as const,
      targets: [],
    }));
    const { place, pages } = lay(withContent(letter3073, { recipients }));
    expect(place('capacity').page).toBe(place('name').page);
    expect(pages).toBeLessThan(6);
  });
});
