import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonTone,
  compareStaffNames,
  compareVietnamese,
  documentNumberKey,
  exactKey,
  foldKey,
  hasDiacritics,
  nfc,
  numberKeys,
  spellings,
  syllables,
  symbolKey,
} from '../../../shared/kernel/vietnamese-text.ts';

describe('keys for looking up Vietnamese', () => {
  it('folds every mark and đ, composed or decomposed alike', () => {
    expect(foldKey('Đôn đốc ĐƯỜNG Ủy ban')).toBe('don doc duong uy ban');
    expect(foldKey('Đôn đốc ĐƯỜNG Ủy ban'.normalize('NFD'))).toBe('don doc duong uy ban');
  });
  it.each([
    ['hoả tốc', 'hỏa tốc'],
    ['uỷ ban', 'ủy ban'],
    ['thuỷ', 'thủy'],
    ['HOÀ BÌNH', 'hòa bình'],
    ['khoẻ', 'khỏe'],
    ['quý', 'quý'],
    ['quỷ', 'quỷ'],
    ['QUÝ III', 'quý iii'],
    ['hoàn', 'hoàn'],
    ['thuyền', 'thuyền'],
    ['Hoàng', 'hoàng'],
  ])('reads %s in the new tone placement as %s', (from, to) => expect(canonTone(from)).toBe(to));
  it('keeps the length of the text, also for letters that grow in lower case', () => {
    for (const text of ['İstanbul', 'Uỷ ban', 'q̃ua', 'ﬃ', '한국', '𝐀𝐁', 'ǰ', 'ΐ', 'Å'])
      for (const key of [exactKey, foldKey]) expect(key(text), text).toHaveLength(nfc(text).length);
  });
  it('keeps the length of any text whatever', () => {
    const any = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(any, (text) => {
        expect(exactKey(text)).toHaveLength(nfc(text).length);
        expect(foldKey(text)).toHaveLength(nfc(text).length);
      }),
      { seed: 30, numRuns: 500 },
    );
  });
  it('knows both spellings of a final i or y, where both are in use', () => {
    expect(spellings('kỹ')).toEqual(['kỹ', 'kĩ']);
    expect(spellings('quí')).toEqual(['quí', 'quý']);
    for (const one of ['thủy', 'ngày', 'chi', 'y']) expect(spellings(one)).toEqual([one]);
  });
  it('knows whether the writer typed marks', () => {
    expect(hasDiacritics('ky luat KY CUONG 3073')).toBe(false);
    for (const text of ['đ', 'Kỷ luật', 'ơ', 'kỷ'.normalize('NFD')]) expect(hasDiacritics(text), text).toBe(true);
  });
  it('takes a text apart by syllable and by part of a symbol', () => {
    expect(syllables('Số: 3073/UBND-NC, “kỷ luật”')).toEqual(['Số', '3073', 'UBND', 'NC', 'kỷ', 'luật']);
    expect(syllables(' … ')).toEqual([]);
  });
});

describe('order', () => {
  it('puts đ after d and tones after letters', () => {
    const words = ['đa', 'dân', 'da', 'ăn', 'an', 'ân', 'ấn', 'eo', 'êm'];
    expect(words.toSorted(compareVietnamese)).toEqual(['an', 'ăn', 'ân', 'ấn', 'da', 'dân', 'đa', 'eo', 'êm']);
  });
  it('lists staff by given name, then family name', () => {
    const staff = [
      'Trần Văn Bình',
      'Nguyễn Thị Đào',
      'Lê Minh An',
      'Nguyễn Hải Bình',
      'Nguyễn Anh Bình',
      'Phạm Văn Dũng',
    ];
    expect(staff.toSorted(compareStaffNames)).toEqual([
      'Lê Minh An',
      'Nguyễn Anh Bình',
      'Nguyễn Hải Bình',
      'Trần Văn Bình',
      'Phạm Văn Dũng',
      'Nguyễn Thị Đào',
    ]);
  });
});

describe('number and symbol in any spelling', () => {
  it.each(['3073/UBND-NC', '3073/ubnd-nc', '3073 ubnd nc', '3073UBNDNC', 'Số: 3073/UBND-NC', 'CV 3073/UBND-NC'])(
    'reads %s as number 3073, symbol UBND-NC',
    (text) => expect(numberKeys(text)).toEqual([documentNumberKey(3073, 'UBND-NC')]),
  );
  it.each(['3073', 'số 3073', 'CV 3073', 'Công văn số 3073', ' so: 3073 ', 'QĐ 3073'])(
    'reads %s as number 3073',
    (text) => expect(numberKeys(text)).toEqual(['3073']),
  );
  it('does not mind zero padding or the dash of the Party', () => {
    expect(numberKeys('05/TTr-SNV')).toEqual(numberKeys('5/TTr-SNV'));
    expect(numberKeys(' 171-KH/TU')).toEqual(numberKeys('171 KH TU'));
    expect(numberKeys('171-KH/TU')).toEqual([documentNumberKey(171, 'KH/TU')]);
    expect(numberKeys('30/2020/NĐ-CP')).toEqual([documentNumberKey(30, '2020/NĐ-CP')]);
  });
  it('keeps apart symbols that differ by a letter: QyĐ and QĐ, CTr and CT', () => {
    expect(symbolKey('QyĐ-UBND')).not.toBe(symbolKey('QĐ-UBND'));
    expect(symbolKey('CTr/TU')).not.toBe(symbolKey('CT/TU'));
  });
  it('finds no number in words', () => {
    for (const text of ['chuyển đổi số', '', '  ', 'kỷ luật, kỷ cương', 'nghị quyết'])
      expect(numberKeys(text)).toEqual([]);
  });
});
