import { describe, expect, it } from 'vitest';
import { Content } from '../../../../shared/documents/content.ts';
import { changedSince, diffContent } from '../../../../shared/documents/format/diff.ts';
import { cpuTime } from '../../../support/cpu-time.ts';
import { letter } from '../office.ts';

const article = (heading: string, ...clauses: { text: string; points?: string[] }[]) => ({
  kind: 'article',
  heading,
  clauses: clauses.map(({ text, points = [] }) => ({
    kind: 'clause',
    text,
    points: points.map((p) => ({ kind: 'point', text: p })),
  })),
});
const of = (...blocks: object[]) => letter({ blocks: Content.shape.blocks.parse(blocks) });
const scope = article('Phạm vi điều chỉnh', { text: 'Quy chế này quy định về công tác văn thư của Sở.' });
const duties = article('Trách nhiệm', {
  text: 'Văn phòng có trách nhiệm:',
  points: ['Tiếp nhận văn bản đến trong ngày làm việc', 'Báo cáo Giám đốc Sở hằng tuần'],
});
const force = article('Hiệu lực thi hành', { text: 'Quy chế có hiệu lực kể từ ngày ký.' });

describe('compare two versions (so sánh phiên bản)', () => {
  it('says nothing of two equal texts', () => {
    expect(diffContent(of(scope, duties), of(scope, duties))).toEqual([]);
  });

  it('names the điểm that changed and the words put in and taken out', () => {
    const later = article('Trách nhiệm', {
      text: 'Văn phòng có trách nhiệm:',
      points: ['Tiếp nhận văn bản đến trong ngày làm việc', 'Báo cáo Giám đốc Sở hằng tháng'],
    });
    expect(diffContent(of(scope, duties), of(scope, later))).toEqual([
      {
        kind: 'changed',
        before: 'Điều 2 khoản 1 điểm b',
        after: 'Điều 2 khoản 1 điểm b',
        words: [
          { op: 'same', text: 'Báo cáo Giám đốc Sở hằng ' },
          { op: 'del', text: 'tuần' },
          { op: 'ins', text: 'tháng' },
        ],
      },
    ]);
  });

  it('does not call the later articles changed when one is put in before them', () => {
    const added = article('Đối tượng áp dụng', { text: 'Áp dụng đối với các phòng thuộc Sở.' });
    expect(diffContent(of(scope, force), of(scope, added, force)).map(({ kind, after }) => ({ kind, after }))).toEqual([
      { kind: 'added', after: 'Điều 2' },
      { kind: 'added', after: 'Điều 2 khoản 1' },
    ]);
  });

  it('names what was taken out by its old place', () => {
    expect(
      diffContent(of(scope, duties, force), of(scope, force)).map(({ kind, before }) => `${kind} ${before}`),
    ).toEqual([
      'removed Điều 2',
      'removed Điều 2 khoản 1',
      'removed Điều 2 khoản 1 điểm a',
      'removed Điều 2 khoản 1 điểm b',
    ]);
  });

  it('shows a provision that went elsewhere as moved, from where to where', () => {
    const changes = diffContent(of(scope, duties, force), of(force, scope, duties));
    expect(changes.map(({ kind, before, after }) => `${kind} ${before} → ${after}`)).toEqual([
      'moved Điều 3 → Điều 1',
      'moved Điều 3 khoản 1 → Điều 1 khoản 1',
    ]);
  });

  it('compares the abstract, căn cứ, addressees, nơi nhận and annexes too', () => {
    const later = letter({
      subject: 'đôn đốc thực hiện kỷ luật hành chính',
      legalBases: ['Luật Tổ chức chính quyền địa phương'],
      addressees: [{ line: 'Sở Tài chính', purpose: 'implement', targets: [] }],
      annexes: [{ title: 'Danh mục nhiệm vụ', blocks: [], landscape: false }],
      recipients: [],
    });
    const places = changedSince(letter(), later).map(({ kind, place }) => `${kind} ${place}`);
    expect(places.toSorted()).toEqual(
      ['added Căn cứ 1', 'added Phụ lục 1', 'changed Kính gửi 1', 'changed Trích yếu', 'removed Nơi nhận 1'].toSorted(),
    );
  });

  it('shows a new deadline of an assignment although no printed word changed', () => {
    const clause = (due: string) =>
      of({ kind: 'clause', text: 'Sở Nội vụ chủ trì.', obligation: { lead: 'SNV', due } });
    expect(changedSince(clause('2023-10-01'), clause('2023-10-31'))).toEqual([
      { kind: 'changed', place: 'khoản 1 (giao việc)' },
    ]);
  });

  it('does not pass over a change of form without a changed word', () => {
    const bold = of({ kind: 'paragraph', runs: [{ text: 'Nội dung', bold: true }] });
    expect(changedSince(of({ kind: 'paragraph', runs: [{ text: 'Nội dung' }] }), bold)).toEqual([
      { kind: 'changed', place: 'Hình thức và dữ liệu kèm theo' },
    ]);
  });

  it('compares 300 clauses, all of them rewritten, in well under a second of processor time', () => {
    const text = (year: number) =>
      of(
        ...Array.from({ length: 300 }, (_, i) => ({
          kind: 'clause',
          text: `Nhiệm vụ số ${i} của các đơn vị thực hiện trong năm ${year} theo kế hoạch.`,
        })),
      );
    expect(cpuTime(() => diffContent(text(2023), text(2024)))).toBeLessThan(1_000);
    const changes = diffContent(text(2023), text(2024));
    expect(changes).toHaveLength(300);
    expect(changes.every((one) => one.kind === 'changed' && one.before === one.after)).toBe(true);
  });
});
