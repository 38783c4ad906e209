import type { Article, Block, Clause, Content } from '../content.ts';

const ofClause = (clause: Clause): string[] => [
  clause.heading ?? '',
  clause.text ?? '',
  ...clause.points.map((point) => point.text),
];
const ofArticle = (article: Article): string[] => [
  article.heading ?? '',
  article.text ?? '',
  ...article.clauses.flatMap(ofClause),
];
export const linesOfBlock = (block: Block): string[] => {
  switch (block.kind) {
    case 'heading':
      return [block.text];
    case 'article':
      return ofArticle(block);
    case 'clause':
      return ofClause(block);
    case 'paragraph':
      return [block.runs.map((run) => run.text).join('')];
    case 'table':
      return [...block.header, ...block.rows.flat()];
  }
};

/** Every line of text of a content in reading order: what is searched for references and for marks. */
export const linesOf = (content: Content): string[] =>
  [
    content.subject,
    ...content.addressees.map((one) => one.line),
    ...content.legalBases,
    content.proposedBy ?? '',
    ...content.blocks.flatMap(linesOfBlock),
    ...content.annexes.flatMap((annex) => [annex.title, ...annex.blocks.flatMap(linesOfBlock)]),
    ...content.recipients.map((one) => one.line),
    content.fileCopy ?? '',
  ].filter((line) => line !== '');
