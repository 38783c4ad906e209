import type { Block, Clause, Content, Obligation } from '../content.ts';
import { POINT_LETTERS } from './lint-body.ts';

/** A piece of text that keeps its identity between versions: a khoản, a điểm, a căn cứ. */
export type Passage = { kind: string; label: string; text: string };

const join = (...parts: (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(' ');
const passage = (kind: string, label: string, text: string): Passage[] => (text === '' ? [] : [{ kind, label, text }]);

/** Giao việc: who, with whom, by when, what comes out; not printed, yet what the paragraph is about. */
const duty = (label: string, of: Obligation | undefined): Passage[] =>
  of === undefined
    ? []
    : passage('duty', `${label} (giao việc)`, [of.lead, ...of.coordinating, of.due ?? '', of.output ?? ''].join('; '));

const ofClause = (clause: Clause, label: string): Passage[] => [
  ...passage('clause', label, join(clause.heading, clause.text)),
  ...duty(label, clause.obligation),
  ...clause.points.flatMap((point, index) => {
    const place = `${label} điểm ${POINT_LETTERS[index] ?? index + 1}`;
    return [...passage('point', place, point.text), ...duty(place, point.obligation)];
  }),
];

type Count = { article: number; clause: number; paragraph: number; table: number; heading: number };
const ofBlock = (block: Block, count: Count): Passage[] => {
  switch (block.kind) {
    case 'heading':
      count.heading += 1;
      count.clause = 0; // khoản of layout B begin again under each heading
      return passage('heading', `Mục ${count.heading}`, block.text);
    case 'article': {
      count.article += 1;
      const label = `Điều ${count.article}`;
      return [
        ...passage('article', label, join(block.heading, block.text)),
        ...duty(label, block.obligation),
        ...block.clauses.flatMap((clause, index) => ofClause(clause, `${label} khoản ${index + 1}`)),
      ];
    }
    case 'clause': {
      count.clause += 1;
      const within = count.heading === 0 ? '' : `Mục ${count.heading} `;
      return ofClause(block, `${within}khoản ${count.clause}`);
    }
    case 'paragraph':
      count.paragraph += 1;
      return passage('paragraph', `Đoạn ${count.paragraph}`, block.runs.map((run) => run.text).join(''));
    case 'table':
      count.table += 1;
      return [block.header, ...block.rows].flatMap((row, index) =>
        passage('row', `Bảng ${count.table} dòng ${index}`, row.join(' | ')),
      );
  }
};
const ofBlocks = (blocks: readonly Block[], prefix = ''): Passage[] => {
  const count: Count = { article: 0, clause: 0, paragraph: 0, table: 0, heading: 0 };
  return blocks
    .flatMap((block) => ofBlock(block, count))
    .map((one) => (prefix === '' ? one : { ...one, kind: `annex ${one.kind}`, label: `${prefix} ${one.label}` }));
};

/** The whole content as passages in reading order, each with the place that an official would name. */
export const passagesOf = (content: Content): Passage[] => [
  ...passage('subject', 'Trích yếu', content.subject),
  ...content.addressees.flatMap((one, index) => passage('addressee', `Kính gửi ${index + 1}`, one.line)),
  ...content.legalBases.flatMap((line, index) => passage('basis', `Căn cứ ${index + 1}`, line)),
  ...passage('proposal', 'Theo đề nghị', content.proposedBy ?? ''),
  ...ofBlocks(content.blocks),
  ...content.annexes.flatMap((annex, index) => [
    ...passage('annex', `Phụ lục ${index + 1}`, annex.title),
    ...ofBlocks(annex.blocks, `Phụ lục ${index + 1}`),
  ]),
  ...content.recipients.flatMap((one, index) => passage('recipient', `Nơi nhận ${index + 1}`, one.line)),
  ...passage('file-copy', 'Lưu', content.fileCopy ?? ''),
  ...passage('circulation', 'Chỉ dẫn lưu hành', content.circulation ?? ''),
  ...passage('copies', 'Số bản', content.copies === undefined ? '' : String(content.copies)),
];
