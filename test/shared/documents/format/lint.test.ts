import { describe, expect, it } from 'vitest';
import { Content } from '../../../../shared/documents/content.ts';
import type { Heading } from '../../../../shared/documents/document.ts';
import { formatCheck } from '../../../../shared/documents/format/lint.ts';
import { day, decisionContent, decisionHeading, letter, letterHeading } from '../office.ts';
import { organisation } from '../office-data.ts';

const check = (content: Content, heading: Heading = letterHeading(), on = '2023-09-18') =>
  formatCheck(content, heading, { organisation, on: day(on) });
const ids = (...of: Parameters<typeof check>) => check(...of).map((one) => `${one.id} ${one.severity}`);
const saying = (...lines: string[]) =>
  letter({ blocks: Content.shape.blocks.parse(lines.map((text) => ({ kind: 'paragraph', runs: [{ text }] }))) });
const blocks = (...of: object[]) => Content.shape.blocks.parse(of);

describe('format check (kiểm tra thể thức, Điều 8, Phụ lục I)', () => {
  it('finds nothing in a công văn and a quyết định that are in order', () => {
    expect(ids(letter())).toEqual([]);
    expect(ids(decisionContent(), decisionHeading())).toEqual([]);
  });

  it.each([
    ['F01 error', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
    ['F01 error', 'CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
    ['F02 error', 'Độc lập - Tự do - Hạnh phúc'],
    ['F04 error', 'Số: …/UBND-NC'],
    ['F05 warning', 'Báo cáo trước ngày 5 tháng 10 năm 2023.'],
    ['F05 warning', 'Báo cáo trước ngày 05 tháng 1 năm 2024.'],
    ['F05 warning', 'Báo cáo trước ngày 15 tháng 06 năm 2023.'],
    ['F10 warning', 'Đề nghị các đơn vị thực hiện./.'],
    ['F11 error', 'KT. CHỦ TỊCH'],
    ['F18 error', 'TỐI MẬT'],
    ['F20 warning', 'Thực hiện Nghị định số 30/2020/NĐ-CP.'],
  ])('%s: “%s”', (expected, line) => {
    expect(ids(saying(line))).toEqual([expected]);
  });

  it('accepts dates with the zero where it belongs, and full first citations', () => {
    expect(ids(saying('Từ ngày 05 tháng 01 năm 2024 đến ngày 15 tháng 6 năm 2024.'))).toEqual([]);
    const first = 'Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư.';
    expect(ids(saying(first, 'Theo Nghị định số 30/2020/NĐ-CP, các đơn vị báo cáo.'))).toEqual([]);
  });

  it('F03: an issuer without a name in force on that day', () => {
    expect(ids(letter(), letterHeading(), '2020-01-01')).toEqual(['F03 error']);
  });

  it('F06: the abstract does not repeat the name of the type', () => {
    expect(ids({ ...decisionContent(), subject: 'Quyết định ban hành Chương trình' }, decisionHeading())).toEqual([
      'F06 warning',
    ]);
  });

  it('F07: an abstract there must be, without V/v and final mark; giấy giới thiệu has none', () => {
    expect(ids(letter({ subject: ' ' }))).toEqual(['F07 error']);
    expect(ids(letter({ subject: 'V/v đôn đốc' }))).toEqual(['F07 warning']);
    expect(ids({ ...decisionContent(), subject: 'V/v ban hành Chương trình' }, decisionHeading())).toEqual([
      'F07 error',
    ]);
    expect(ids(letter({ subject: 'đôn đốc.' }))).toEqual(['F07 warning']);
    expect(ids(letter({ subject: '', addressees: [] }), letterHeading({ type: 'introduction' }))).toEqual([]);
    expect(ids(letter({ subject: 'đ'.repeat(501) }))).toEqual(['F07 error']);
  });

  it('F08: a decision has căn cứ; word and marks are printed, not typed', () => {
    expect(ids({ ...decisionContent(), legalBases: [] }, decisionHeading())).toEqual(['F08 error']);
    const typed = { ...decisionContent(), legalBases: ['Căn cứ Luật Tổ chức chính quyền địa phương;'] };
    expect(ids(typed, decisionHeading())).toEqual(['F08 warning', 'F08 warning']);
  });

  it('F09: numbers of điều, khoản, điểm are computed; the alphabet ends at y', () => {
    const point = (text: string) => ({ kind: 'point', text });
    const clause = (points: object[], text = 'Giao các đơn vị:') => ({ kind: 'clause', text, points });
    expect(ids(letter({ blocks: blocks(clause([point('a) Báo cáo')])) }))).toEqual(['F09 warning']);
    expect(ids(letter({ blocks: blocks(clause([], '1. Giao các đơn vị')) }))).toEqual(['F09 warning']);
    expect(ids(letter({ blocks: blocks({ kind: 'article', heading: 'Điều 1. Phạm vi' }) }))).toEqual(['F09 warning']);
    const full = (count: number) =>
      letter({ blocks: blocks(clause(Array.from({ length: count }, (_, i) => point(`Việc ${i}`)))) });
    expect(ids(full(23))).toEqual([]);
    expect(ids(full(24))).toEqual(['F09 error']);
  });

  it('F10: an empty body', () => {
    expect(ids(letter({ blocks: [] }))).toEqual(['F10 error']);
  });

  it('F12: the lines of nơi nhận that the printer adds are not typed', () => {
    const line = (text: string) => letter({ recipients: [{ line: text, purpose: 'inform', targets: [] }] });
    expect(ids(line('Lưu: VT, NC'))).toEqual(['F12 error']);
    expect(ids(line('Như trên;'))).toEqual(['F12 error', 'F12 warning']);
    expect(ids(line('- Sở Tài chính;'))).toEqual(['F12 warning']);
    expect(ids(letter({ fileCopy: 'VT' }))).toEqual(['F12 error']);
    expect(ids(letter({ recipients: [] }))).toEqual(['F12 warning']);
  });

  it('F13: a công văn is addressed, a decision is not', () => {
    const to = (text: string) => [{ line: text, purpose: 'implement' as const, targets: [] }];
    expect(ids(letter({ addressees: [] }))).toEqual(['F13 error']);
    expect(ids({ ...decisionContent(), addressees: to('Sở Nội vụ') }, decisionHeading())).toEqual(['F13 error']);
    expect(ids(letter({ addressees: to('Kính gửi: Sở Nội vụ') }))).toEqual(['F13 warning']);
    expect(ids(letter({ addressees: to('- Sở Nội vụ;') }))).toEqual(['F13 warning']);
    expect(ids(letter(), letterHeading({ type: 'proposal' }))).toEqual([]);
  });

  it('F16: the body points to the annexes, two or more in Roman numerals', () => {
    const annex = { title: 'Danh mục', blocks: [], landscape: false };
    const having = (text: string, annexes: Content['annexes']) => ({ ...saying(text), annexes });
    expect(ids(having('Các đơn vị báo cáo.', [annex]))).toEqual(['F16 error']);
    expect(ids(having('Theo danh mục kèm theo.', [annex]))).toEqual([]);
    expect(ids(having('Theo Phụ lục 1 và Phụ lục 2.', [annex, annex]))).toEqual(['F16 warning']);
    expect(ids(having('Theo Phụ lục I và Phụ lục II.', [annex, annex]))).toEqual([]);
    expect(ids(having('Theo phụ lục kèm theo.', [{ ...annex, title: '' }]))).toEqual(['F16 error']);
  });

  it('F17: a text that came in another way than through the border', () => {
    expect(ids(letter({ fileCopy: 'Nội chính'.normalize('NFD') }))).toEqual(['F17 error']);
  });

  it('F21: a Điều without heading is a warning in a quyết định, an error in a quy chế', () => {
    const content = { ...decisionContent(), blocks: blocks({ kind: 'article', text: 'Ban hành Chương trình.' }) };
    expect(ids(content, decisionHeading())).toEqual(['F21 warning']);
    expect(ids(content, decisionHeading({ type: 'regulation' }))).toEqual(['F21 error']);
  });

  it('names the cell, says in Vietnamese what to do, and what the editor may mend', () => {
    expect(check(letter({ addressees: [] }))).toEqual([
      { id: 'F13', severity: 'error', cell: '9a', message: 'Công văn phải có nơi kính gửi.', autofix: false },
    ]);
    expect(check(letter({ subject: 'V/v đôn đốc' }))[0]).toMatchObject({ cell: '5b', autofix: true });
  });

  it('lets LƯU HÀNH NỘI BỘ pass: it is no secrecy', () => {
    expect(ids(saying('LƯU HÀNH NỘI BỘ'))).toEqual([]);
  });
});
