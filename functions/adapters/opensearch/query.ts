import type { Facet } from '../../ports/search.ts';
import type { Question } from '../fts5/protocol.ts';
import type { Attempt, Match } from '../search/ask.ts';
import type { Words } from '../search/common-syllables.ts';
import { pairTerm } from './mapping.ts';

/** A clause of the query language of OpenSearch. */
export type Clause = Readonly<Record<string, unknown>>;
export type Place = readonly [score: number, date: string, id: string];

/** Of alternatives only so many are kept, best first: the tail of a sentence shares one word with it. */
export const RELAXED_LIMIT = 1000;
const FACET_VALUES = 100;
/** No sum of word scores comes near: what has the number stands first in any sort. Exact as a 32-bit float, so it comes back from a cursor. */
const NUMBER_SCORE = 1e9;
const ORDER = [{ _score: 'desc' }, { date: 'desc' }, { id: 'desc' }];
export const NEWEST = [{ date: 'desc' }, { id: 'desc' }];

const all = (must: readonly Clause[]): Clause => ({ bool: { must } });
const any = (should: readonly Clause[]): Clause => ({ bool: { should, minimum_should_match: 1 } });
const scored = (filter: Clause, boost = 1): Clause => ({ constant_score: { filter, boost } });

/** True of a document that the asker may read. Every question that counts, lists or ranks documents is built by {@link asked}, which has it. */
const readable = (readers: readonly string[]): Clause => ({ terms: { readers: [...new Set(readers)] } });
/** A question of somebody: `what` matches, and the asker may read it. Aggregations count only within it. */
export const asked = (readers: readonly string[], what: Clause): Clause => ({
  bool: { filter: [readable(readers)], must: [what] },
});

/**
 * The words as clauses. They are keys of letters and digits in queries without operators: nothing the user types is syntax. A pair is a term of its
 * own: how rare it is then counts, and not how rare its syllables are (which alone tell little).
 */
export const toQuery = (match: Match, words: Words): Clause => {
  if ('all' in match) return all(match.all.map((part) => toQuery(part, words)));
  if ('any' in match) return any(match.any.map((part) => toQuery(part, words)));
  const [first = '', second, ...more] = match.run;
  if (second === undefined) return { term: { [words]: first } };
  if (more.length === 0) return { term: { [`${words}Pairs`]: pairTerm(first, second) } };
  return { match_phrase: { [words]: match.run.join(' ') } };
};

const attemptQuery = ({ match, words, alsoExact }: Attempt): Clause =>
  alsoExact === undefined
    ? toQuery(match, words)
    : { bool: { must: [toQuery(match, words)], filter: [toQuery(alsoExact, 'exact')] } };

const numberQuery = (key: string): Clause =>
  key.includes(':') ? { term: { numberKey: key } } : { term: { number: Number(key) } };

const filterOn = (filters: NonNullable<Question['filters']>, without?: Facet): Clause[] => {
  const { from, to } = filters.year ?? {};
  const range = { ...(from !== undefined && { gte: from }), ...(to !== undefined && { lte: to }) };
  return [
    ...(['type', 'issuer', 'signer', 'field', 'state'] as const).flatMap((name) => {
      const wanted = filters[name] ?? [];
      return wanted.length === 0 || name === without ? [] : [{ terms: { [name]: wanted } }];
    }),
    ...(Object.keys(range).length === 0 || without === 'year' ? [] : [{ range: { year: range } }]),
  ];
};

/** A facet is counted under all filters but its own: what one would get by choosing another value. */
const countFacet = (filters: NonNullable<Question['filters']>, facet: Facet): Clause => ({
  filter: { bool: { filter: filterOn(filters, facet) } },
  aggs: {
    values: { terms: { field: facet, size: FACET_VALUES, order: [{ _count: 'desc' }, { _key: 'asc' }] } },
  },
});

/** The best of an attempt whose words are alternatives: their ids alone, before filters. */
export const bestBody = (question: Question, attempt: Attempt): Clause => ({
  size: RELAXED_LIMIT,
  // Ids from their column: to open a thousand stored records for them cost 60 ms of 100.
  stored_fields: '_none_',
  docvalue_fields: ['id'],
  track_total_hits: false,
  query: asked(question.readers, attemptQuery(attempt)),
  sort: ORDER,
});

export type Aim = {
  question: Question;
  numbers: readonly string[];
  /** Absent: everything is asked for. */
  attempt: Attempt | undefined;
  /** Only these, where the attempt's words are alternatives. */
  best?: readonly string[];
};

/** What an attempt matches, with the documents of the number asked for in front. The filters come after, so that facets can leave one out. */
const matching = ({ question, numbers, attempt, best }: Aim): Clause => {
  const numbered = numbers.map((key) => scored(numberQuery(key), NUMBER_SCORE));
  const within = best === undefined ? [] : [{ terms: { id: best } }];
  const text = attempt === undefined ? { match_all: {} } : attemptQuery(attempt);
  const ranked = question.sort === 'relevance' && attempt !== undefined;
  const restricted = { bool: { must: [text], filter: within } };
  const worded = ranked ? restricted : scored(restricted);
  return { dis_max: { queries: [...numbered, worded] } };
};

/** One page, its total and its facets. `matched` counts what is there before filters. */
export const pageBody = (aim: Aim, place: Place | undefined): Clause => {
  const { question } = aim;
  const filters = question.filters ?? {};
  const facets = (question.facets ?? []).map((facet) => [`facet_${facet}`, countFacet(filters, facet)]);
  return {
    size: question.limit + 1,
    track_total_hits: true,
    _source: ['id', 'type', 'date', 'state', 'shown'],
    query: asked(question.readers, matching(aim)),
    post_filter: { bool: { filter: filterOn(filters) } },
    aggs: { matched: { filter: { match_all: {} } }, ...Object.fromEntries(facets) },
    sort: ORDER,
    ...(place !== undefined && { search_after: place }),
  };
};
