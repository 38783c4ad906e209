import { Organisation } from '../../../shared/organisation/organisation.ts';

/** A small committee with an office, its room Nội chính and one department; Monday 18 September 2023, 09:00 in Hà Nội. */
export const since = { from: '2021-07-01' };
const name = (full: string, printed: string[], abbreviation: string) => ({
  name: full,
  printed,
  abbreviation,
  period: since,
});
const unit = (id: string, kind: string, more: object) => ({
  id,
  kind,
  regime: 'head',
  agency: true,
  period: since,
  ...more,
});
const position = (id: string, unitId: string, rank: string, title: string) => ({
  id,
  unit: unitId,
  rank,
  title,
  printed: title.toUpperCase(),
  checksFormat: id === 'hanh-chinh',
  period: since,
});

export const organisation: Organisation = Organisation.parse({
  units: [
    unit('UBND', 'provincial-committee', {
      regime: 'collective',
      place: 'Hà Nội',
      names: [name('Ủy ban nhân dân thành phố Hà Nội', ['ỦY BAN NHÂN DÂN', 'THÀNH PHỐ HÀ NỘI'], 'UBND')],
    }),
    unit('VP', 'office', { parent: 'UBND', names: [name('Văn phòng', ['VĂN PHÒNG'], 'VP')] }),
    unit('NC', 'room', { parent: 'VP', agency: false, names: [name('Phòng Nội chính', ['PHÒNG NỘI CHÍNH'], 'NC')] }),
    unit('HC', 'room', { parent: 'VP', agency: false, names: [name('Phòng Hành chính', ['PHÒNG HÀNH CHÍNH'], 'HC')] }),
    unit('SNV', 'department', { parent: 'UBND', names: [name('Sở Nội vụ', ['SỞ NỘI VỤ'], 'SNV')] }),
    unit('STC', 'department', { parent: 'UBND', names: [name('Sở Tài chính', ['SỞ TÀI CHÍNH'], 'STC')] }),
  ],
  positions: [
    position('chu-tich', 'UBND', 'head', 'Chủ tịch'),
    position('pho-chu-tich', 'UBND', 'deputy', 'Phó Chủ tịch'),
    position('chanh-vp', 'VP', 'head', 'Chánh Văn phòng'),
    position('truong-nc', 'NC', 'division-head', 'Trưởng phòng'),
    position('chuyen-vien', 'NC', 'officer', 'Chuyên viên'),
    position('hanh-chinh', 'HC', 'officer', 'Chuyên viên hành chính'),
    position('phap-che', 'VP', 'jurist', 'Chuyên viên pháp chế'),
    position('gd-snv', 'SNV', 'head', 'Giám đốc'),
    position('pgd-snv', 'SNV', 'deputy', 'Phó Giám đốc'),
    position('cv-snv', 'SNV', 'officer', 'Chuyên viên'),
    position('gd-stc', 'STC', 'head', 'Giám đốc'),
  ],
  fields: [{ code: 'NC', name: 'Nội chính', period: since }],
  matters: [{ code: 'C01', title: 'Chương trình công tác của Ủy ban nhân dân', period: since }],
  standingRules: [],
  groups: [],
  series: [],
});

export const people: Record<string, [string, string]> = {
  'chu-tich': ['khai', 'Nguyễn Quốc Khải'],
  'pho-chu-tich': ['lan', 'Trần Thị Lan'],
  'chanh-vp': ['minh', 'Phạm Văn Minh'],
  'truong-nc': ['hung', 'Lê Mạnh Hùng'],
  'chuyen-vien': ['an', 'Đỗ Thúy An'],
  'hanh-chinh': ['binh', 'Vũ Thanh Bình'],
  'phap-che': ['chi', 'Hoàng Linh Chi'],
  'gd-snv': ['dung', 'Ngô Tiến Dũng'],
  'pgd-snv': ['em', 'Bùi Thu Em'],
  'cv-snv': ['phuc', 'Đinh Hồng Phúc'],
  'gd-stc': ['giang', 'Lý Thu Giang'],
};
