import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  firstCitation,
  formatReference,
  legalBasis,
  parseReferences,
  shortCitation,
} from '../../../shared/kernel/reference.ts';
import { LocalDate } from '../../../shared/kernel/time.ts';
import { cpuTime } from '../../support/cpu-time.ts';

const short = (text: string) =>
  parseReferences(text).map((r) => [r.kind, r.type, r.code ?? r.number, r.date].filter((x) => x !== undefined));

describe('references in a text', () => {
  it.each<[string, unknown[]]>([
    ['148-QĐ/TW ngày 23 tháng 5 năm 2024', ['party', '148-QĐ/TW', '2024-05-23']],
    ['Kế hoạch số 171-KH/TU ngày 17/8/2023', ['party', 'Kế hoạch', '171-KH/TU', '2023-08-17']],
    ['Số: 3073/UBND-NC', ['administrative', '3073/UBND-NC']],
    ['05/TTr-SNV', ['administrative', '05/TTr-SNV']],
    ['2231/SNV-CCHC&PC ngày 28 tháng 9 năm 2018', ['administrative', '2231/SNV-CCHC&PC', '2018-09-28']],
    ['1234/KH&ĐT-NV', ['administrative', '1234/KH&ĐT-NV']],
    ['17/QyĐ-UBND', ['administrative', '17/QyĐ-UBND']],
    ['Nghị định số 30/2020/NĐ-CP', ['normative', 'Nghị định', '30/2020/NĐ-CP']],
    ['33/2024/QH15', ['normative', '33/2024/QH15']],
    ['26/2011/QĐ-UBND', ['normative', '26/2011/QĐ-UBND']],
    ['Nghị quyết số 15-NQ/TW', ['party', 'Nghị quyết', '15-NQ/TW']],
    ['Quyết định số 4610 ngày 22/11/2022', ['bare', 'Quyết định', 4610, '2022-11-22']],
    ['giấy uỷ quyền số 7', ['bare', 'Giấy ủy quyền', 7]],
    ['công văn số 12 / UBND - NC'.normalize('NFD'), ['administrative', 'Công văn', '12/UBND-NC']],
  ])('reads %s', (text, wanted) => expect(short(text)).toEqual([wanted]));

  it.each(['ngày 17/8/2023', '2/3-4', 'tỷ lệ 3/4', 'Điều 103', 'số 12 ngày mai'])('sees none in %s', (text) =>
    expect(parseReferences(text)).toEqual([]),
  );
  it('reads a padded number as the same document', () => {
    const keys = ['05/TTr-SNV', '5/TTr-SNV', '5/TTR-SNV'].map((text) => parseReferences(text)[0]?.key);
    expect(new Set(keys).size).toBe(1);
    expect(parseReferences('05-KH/TU')[0]).toMatchObject({ number: 5, code: '05-KH/TU' });
  });
  it('gives every number of a list its symbol and type', () => {
    expect(short('các Quyết định số 12, 13/QĐ-UBND')).toEqual([
      ['administrative', 'Quyết định', '12/QĐ-UBND'],
      ['administrative', 'Quyết định', '13/QĐ-UBND'],
    ]);
    expect(short('các Kế hoạch số 1, 2 và 3-KH/TU').map((r) => r[2])).toEqual(['1-KH/TU', '2-KH/TU', '3-KH/TU']);
    expect(short('Quyết định số 12/QĐ-UBND, 13/QĐ-UBND; 9/UBND-NC').map((r) => r[1])).toEqual([
      'Quyết định',
      'Quyết định',
      '9/UBND-NC',
    ]);
  });
  it('leaves out a date that no calendar has', () => {
    expect(parseReferences('3073/UBND-NC ngày 31/2/2023')[0]?.date).toBeUndefined();
  });
  it('says where each stands in the NFC text', () => {
    const text = 'Căn cứ Công văn số 3073/UBND-NC và 171-KH/TU;'.normalize('NFD');
    for (const r of parseReferences(text)) expect(text.normalize('NFC').startsWith(r.raw, r.index)).toBe(true);
  });
  it('takes time in proportion to the length of a hostile text', () => {
    const hostile = ['1/AA-BB ', 'Quyết định số ', '1, ', ' ', '12/', 'A-', 'ngày 1', '9-KH/T.'];
    for (const piece of hostile) {
      const cost = (length: number) => {
        const text = `Quyết định số 1/AA-B${piece.repeat(length / piece.length)}`;
        return cpuTime(() => parseReferences(text));
      };
      cost(20_000);
      const small = Math.min(cost(50_000), cost(50_000), cost(50_000));
      // Quadratic time would be 16 times as long; the 20 ms absorb what the runtime does beside it.
      expect(Math.min(cost(200_000), cost(200_000)), piece).toBeLessThan(8 * small + 20);
    }
  });
});

describe('citations', () => {
  const decree = {
    type: 'Nghị định',
    code: '30/2020/NĐ-CP',
    issuer: 'Chính phủ',
    date: LocalDate.parse('2020-03-05'),
    abstract: 'về công tác văn thư',
  };
  const law = {
    type: 'Luật',
    code: '33/2024/QH15',
    issuer: 'Quốc hội',
    date: LocalDate.parse('2024-06-21'),
    abstract: 'Lưu trữ',
  };
  it('names issuer before date in a legal basis, date before issuer in a first citation', () => {
    expect(legalBasis(decree)).toBe(
      'Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ ngày 05 tháng 3 năm 2020 về công tác văn thư',
    );
    expect(firstCitation(decree)).toBe(
      'Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư',
    );
    expect(shortCitation(decree)).toBe('Nghị định số 30/2020/NĐ-CP');
  });
  it('names a law by its name, with the date only as a legal basis', () => {
    expect(legalBasis(law)).toBe('Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024');
    expect(firstCitation(law)).toBe('Luật Lưu trữ');
    expect(shortCitation(law)).toBe('Luật Lưu trữ');
  });
  it('prints a zero before numbers under ten and the dash of the Party', () => {
    expect(formatReference({ number: 5, symbol: 'TTr-SNV' })).toBe('05/TTr-SNV');
    expect(formatReference({ number: 171, symbol: 'KH/TU', kind: 'party' })).toBe('171-KH/TU');
    expect(formatReference({ number: 3073, symbol: 'UBND-NC' })).toBe('3073/UBND-NC');
  });
});

const corpus = process.env.VANTHU_CORPUS ?? '';
describe.skipIf(corpus === '' || !existsSync(join(corpus, 'texts')))('references in real texts (VANTHU_CORPUS)', () => {
  it('finds exactly the three documents that the article on Công văn 3073 names', () => {
    expect(short(readFileSync(join(corpus, 'seed-cong-van-3073.txt'), 'utf8'))).toEqual([
      ['bare', 'Công văn', 3073],
      ['party', 'Kế hoạch', '171-KH/TU', '2023-08-17'],
      ['bare', 'Quyết định', 4610, '2022-11-22'],
    ]);
  });
  it('reads 270 long laws and circulars without failing, in linear time', () => {
    const texts = ['tvpl-docs', 'vbpl-anle-docs'].flatMap((name) =>
      gunzipSync(readFileSync(join(corpus, 'texts', `${name}.jsonl.gz`)))
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => z.object({ text: z.string() }).parse(JSON.parse(line)).text),
    );
    let counts: number[] = [];
    const spent = cpuTime(() => {
      counts = texts.map((text) => parseReferences(text).length);
    });
    const rate = spent / texts.reduce((sum, text) => sum + text.length, 0);
    const found = counts.reduce((sum, n) => sum + n, 0);
    console.info(`${texts.length} texts, ${found} references, ${(rate * 1e6).toFixed(0)} ms per million characters`);
    expect(texts.length).toBe(270);
    expect(found).toBeGreaterThan(20_000);
    const whole = texts.join('\n');
    expect(cpuTime(() => parseReferences(whole)) / whole.length).toBeLessThan(rate * 4);
  });
});
