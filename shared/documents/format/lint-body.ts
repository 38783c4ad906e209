import { parseReferences } from '../../kernel/reference.ts';
import { exactKey } from '../../kernel/vietnamese-text.ts';
import type { Article, Block, Clause, Content } from '../content.ts';
import { linesOf, linesOfBlock } from './content-lines.ts';
import { error, type Finding, type FormatRule, quoted, type Sheet, warning, when } from './finding.ts';

/** Rules on the text itself: cell 6 and the annexes (Phụ lục I.II.6, III.1). */

/** `a) b) c) d) đ) e) g) …`: without f, j, w, z and the marked vowels. */
export const POINT_LETTERS = 'abcdđeghiklmnopqrstuvxy';
const BODY = { cell: '6' } as const;

const DATE = /ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+\d{4}/giu;
const padded = (day: string, month: string): boolean =>
  day.length === 2 && month === (Number(month) < 3 ? month.padStart(2, '0') : String(Number(month)));
export const dates: FormatRule = ({ content }) =>
  linesOf(content).flatMap((line) =>
    [...line.matchAll(DATE)]
      .filter(([, day = '', month = '']) => !padded(day, month))
      .map(([found]) =>
        warning(
          { ...BODY, id: 'F05', autofix: true },
          `Ghi ngày chưa đúng: ${quoted(found)}. Thêm số 0 trước ngày dưới 10 và tháng 1, 2; các tháng khác không thêm.`,
        ),
      ),
  );

const clausesOf = (block: Block): Clause[] =>
  block.kind === 'clause' ? [block] : block.kind === 'article' ? block.clauses : [];
const typedMark = (text: string | undefined, mark: RegExp): boolean => text !== undefined && mark.test(text);

const numberedClause = (clause: Clause): Finding[] => {
  const at = { ...BODY, id: 'F09', autofix: true } as const;
  const lead = clause.heading ?? clause.text;
  const points = clause.points.filter((point) => typedMark(point.text, /^\s*\p{L}\)\s/u));
  return [
    ...when(
      [typedMark(lead, /^\s*\d{1,2}\.\s/u), warning(at, `Số khoản do hệ thống đánh: ${quoted(lead ?? '')}.`)],
      [
        clause.points.length > POINT_LETTERS.length,
        error({ ...BODY, id: 'F09' }, `Một khoản có quá ${POINT_LETTERS.length} điểm: hết chữ cái để đánh thứ tự.`),
      ],
    ),
    ...points.map((point) => warning(at, `Chữ cái của điểm do hệ thống đánh: ${quoted(point.text)}.`)),
  ];
};
const numberedArticle = (article: Article): Finding[] =>
  when([
    typedMark(article.heading ?? article.text, /^\s*Điều\s+\d{1,3}\s*[.:]/u),
    warning(
      { ...BODY, id: 'F09', autofix: true },
      `“Điều …” do hệ thống đánh số: ${quoted(article.heading ?? article.text ?? '')}.`,
    ),
  ]);
const allBlocks = (content: Content): Block[] => [...content.blocks, ...content.annexes.flatMap((one) => one.blocks)];
export const numbering: FormatRule = ({ content }) =>
  allBlocks(content).flatMap((block) => [
    ...(block.kind === 'article' ? numberedArticle(block) : []),
    ...clausesOf(block).flatMap(numberedClause),
  ]);

export const ending: FormatRule = ({ content }) => {
  const lines = content.blocks.flatMap(linesOfBlock);
  return when(
    [lines.every((line) => line.trim() === ''), error({ ...BODY, id: 'F10' }, 'Văn bản chưa có nội dung.')],
    [
      lines.some((line) => line.includes('./.')),
      warning({ ...BODY, id: 'F10', autofix: true }, 'Dấu kết thúc “./.” do hệ thống in; hãy bỏ dấu đã gõ.'),
    ],
  );
};

const POINTS_TO_ANNEX = /phụ lục|kèm theo|đính kèm/u;
export const annexes: FormatRule = ({ content }) => {
  const count = content.annexes.length;
  if (count === 0) return [];
  const body = exactKey(content.blocks.flatMap(linesOfBlock).join('\n'));
  return when(
    [!POINTS_TO_ANNEX.test(body), error({ cell: '6', id: 'F16' }, 'Nội dung chưa chỉ dẫn đến phụ lục kèm theo.')],
    [
      count > 1 && /phụ lục\s+(?:số\s+)?\d/u.test(body),
      warning(
        { cell: '6', id: 'F16', autofix: true },
        'Từ hai phụ lục trở lên đánh số La Mã: “Phụ lục I”, “Phụ lục II”.',
      ),
    ],
    [
      content.annexes.some((annex) => annex.title.trim() === ''),
      error({ cell: '6', id: 'F16' }, 'Phụ lục phải có tiêu đề.'),
    ],
  );
};

/** Viện dẫn lần đầu: type, number and symbol, date, issuer, abstract; afterwards type and number only. */
const unfull = (line: string, seen: Set<string>): Finding[] =>
  parseReferences(line).flatMap((found) => {
    if (found.kind === 'bare' || seen.has(found.key)) return [];
    seen.add(found.key);
    const dated =
      found.date !== undefined || /^[^.;]{0,120}?ngày\s+\d{1,2}/u.test(line.slice(found.index + found.raw.length));
    const full = dated && found.type !== undefined;
    return when([
      !full,
      warning(
        { ...BODY, id: 'F20' },
        `Lần đầu viện dẫn ${found.code ?? found.raw} cần ghi đủ tên loại, ngày, cơ quan ban hành, trích yếu.`,
      ),
    ]);
  });
export const citations: FormatRule = ({ content }) => {
  const seen = new Set<string>();
  return [...content.legalBases, ...content.blocks.flatMap(linesOfBlock)].flatMap((line) => unfull(line, seen));
};

/** A Điều without heading: usual in a quyết định cá biệt, wrong in quy chế and quy định (domain §15.1). */
export const articleHeadings: FormatRule = ({ content, heading }: Sheet) => {
  const strict = heading.type === 'regulation' || heading.type === 'provision';
  const weigh = strict ? error : warning;
  return content.blocks
    .filter((block) => block.kind === 'article')
    .flatMap((article, index) =>
      when([
        (article.heading ?? '').trim() === '',
        weigh({ ...BODY, id: 'F21' }, `Điều ${index + 1} chưa có tiêu đề.`),
      ]),
    );
};
