import * as z from 'zod';
import { exactKey, foldKey } from '../../../shared/kernel/vietnamese-text.ts';
import { encodeCursor } from '../cursor.ts';
import type { Found, Question } from '../fts5/protocol.ts';
import { type Attempt, readQuestion } from '../search/ask.ts';
import { markText, snippets } from '../search/mark.ts';
import { cursorOwner, placeOf } from '../search/place.ts';
import { askIds, askPage, facetOf, type Page, type Row } from './answer.ts';
import type { Send } from './client.ts';
import { type Aim, bestBody, type Place, pageBody, RELAXED_LIMIT } from './query.ts';

const PlaceShape = z.tuple([z.number(), z.string(), z.string()]);

/** Answers a question from what its asker may read: the first attempt that matches anything, before filters, is the answer. */
export const find = async (send: Send, index: string, question: Question): Promise<Found> => {
  const owner = cursorOwner(question);
  const place = question.cursor === undefined ? undefined : placeOf(PlaceShape, owner, question.cursor);
  const { everything, numbers, attempts } = readQuestion(question.text);
  for (const attempt of everything ? [undefined] : attempts) {
    const aim = await aimOf(send, index, { question, numbers, attempt });
    const page = aim && (await askPage(send, index, pageBody(aim, place)));
    if (aim !== undefined && page !== undefined && page.aggregations.matched.doc_count > 0)
      return foundOf(page, aim, owner);
  }
  return {
    hits: [],
    total: { n: 0, exact: true },
    facets: Object.fromEntries(question.facets?.map((f) => [f, []]) ?? []),
  };
};

/** An attempt of alternatives first looks for its best; nothing found, and no number to show either, it is over (`undefined`). */
const aimOf = async (send: Send, index: string, aim: Aim): Promise<Aim | undefined> => {
  const { question, numbers, attempt } = aim;
  if (attempt === undefined || !attempt.relaxed) return aim;
  const best = await askIds(send, index, bestBody(question, attempt));
  return best.length === 0 && numbers.length === 0 ? undefined : { ...aim, best };
};

const foundOf = (page: Page, { question, attempt, best }: Aim, owner: string): Found => {
  const rows = page.hits.hits.slice(0, question.limit);
  const last = page.hits.hits.length > question.limit ? rows.at(-1) : undefined;
  return {
    hits: rows.map((row) => toHit(row, attempt)),
    total: { n: page.hits.total.value, exact: best === undefined || best.length < RELAXED_LIMIT },
    facets: Object.fromEntries((question.facets ?? []).map((facet) => [facet, facetOf(page, facet)])),
    ...(last !== undefined && { cursor: encodeCursor(owner, JSON.stringify(last.sort satisfies Place)) }),
  };
};

const toHit = ({ _source }: Row, attempt: Attempt | undefined): Found['hits'][number] => {
  const { shown, ...row } = _source;
  const needles = { key: attempt?.words === 'exact' ? exactKey : foldKey, runs: attempt?.runs ?? [] };
  const { display, issuerName, subject, body } = shown;
  return { ...row, display, issuerName, subject: markText(subject, needles), snippets: snippets(body, needles) };
};
