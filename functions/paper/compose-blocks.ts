import type { Article, Block, Clause, Content, Run } from '../../shared/documents/content.ts';
import { Counters, pointLetter, roman } from './numbering.ts';

/** What the template prints: numbers, letters and punctuation are already in the text, so the template holds typography only. */
export type Item =
  | { kind: 'heading'; lines: { text: string; bold: boolean }[] }
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'table'; header: string[]; rows: string[][]; widths: number[] };

const paragraph = (...runs: Run[]): Item => ({ kind: 'paragraph', runs: runs.filter((run) => run.text !== '') });

const clauseItems = (clause: Clause, number: number): Item[] => {
  const items: Item[] = [];
  if (clause.heading !== undefined && clause.heading !== '') {
    items.push(paragraph({ text: `${number}. ${clause.heading}`, bold: true }));
    if (clause.text !== undefined && clause.text !== '') items.push(paragraph({ text: clause.text }));
  } else {
    items.push(paragraph({ text: `${number}. ${clause.text ?? ''}` }));
  }
  for (const [index, point] of clause.points.entries()) {
    items.push(paragraph({ text: `${pointLetter(index)}) ${point.text}` }));
  }
  return items;
};

const articleItems = (article: Article, number: number): Item[] => {
  const label = `Điều ${number}.`;
  const heading = article.heading ?? '';
  const text = article.text ?? '';
  // A heading is a bold line of its own; without one the text follows the bold label, as in the templates of Phụ lục III.
  const first =
    heading === ''
      ? [paragraph({ text: label, bold: true }, { text: text === '' ? '' : ` ${text}` })]
      : [paragraph({ text: `${label} ${heading}`, bold: true }), ...(text === '' ? [] : [paragraph({ text })])];
  return [...first, ...article.clauses.flatMap((clause, index) => clauseItems(clause, index + 1))];
};

const headingItem = (level: 'part' | 'chapter' | 'section' | 'roman', text: string, count: Counters): Item => {
  const upper = { text: text.toUpperCase(), bold: true };
  count.clause = 0;
  if (level === 'part') return { kind: 'heading', lines: [{ text: `Phần ${roman(++count.part)}`, bold: true }, upper] };
  if (level === 'chapter') {
    count.section = 0;
    return { kind: 'heading', lines: [{ text: `Chương ${roman(++count.chapter)}`, bold: true }, upper] };
  }
  if (level === 'section') {
    return { kind: 'heading', lines: [{ text: `Mục ${++count.section}`, bold: true }, upper] };
  }
  return paragraph({ text: `${roman(++count.group)}. ${text.toUpperCase()}`, bold: true });
};

const blockItems = (block: Block, count: Counters): Item[] => {
  if (block.kind === 'heading') return [headingItem(block.level, block.text, count)];
  if (block.kind === 'article') return articleItems(block, ++count.article);
  if (block.kind === 'clause') return clauseItems(block, ++count.clause);
  if (block.kind === 'paragraph') return [paragraph(...block.runs)];
  const columns = block.header.length;
  const row = (cells: readonly string[]) => block.header.map((_, index) => cells[index] ?? '');
  const widths = block.widths?.length === columns ? block.widths : block.header.map(() => 1);
  return [{ kind: 'table', header: block.header, rows: block.rows.map(row), widths }];
};

/** Phần, Chương, Mục, Điều, khoản, điểm with their computed numbers (Phụ lục I.II.6). */
export const blockItemsOf = (blocks: readonly Block[]): Item[] => {
  const count = new Counters();
  return blocks.flatMap((block) => blockItems(block, count));
};

/** Every template of Phụ lục III ends its content with `./.`; it is added when the author left it out. */
export const withEndMark = (items: readonly Item[]): Item[] => {
  const last = items.at(-1);
  if (last?.kind !== 'paragraph') return [...items, { kind: 'paragraph', runs: [{ text: './.' }] }];
  const text = last.runs.map((run) => run.text).join('');
  if (text.trimEnd().endsWith('./.')) return [...items];
  const runs = last.runs.map((run, index) =>
    index === last.runs.length - 1 ? { ...run, text: `${run.text.trimEnd().replace(/[.;,:]$/, '')}./.` } : run,
  );
  return [...items.slice(0, -1), { kind: 'paragraph', runs }];
};

/** Number of the last Điều, for "Như Điều …" in Nơi nhận. */
export const lastArticle = (content: Content): number =>
  content.blocks.filter((block) => block.kind === 'article').length;
