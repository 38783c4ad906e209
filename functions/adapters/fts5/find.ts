import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import * as z from 'zod';
import { DocumentId } from '../../../shared/kernel/ids.ts';
import { LocalDate } from '../../../shared/kernel/time.ts';
import { exactKey, foldKey } from '../../../shared/kernel/vietnamese-text.ts';
import type { Facet } from '../../ports/search.ts';
import { encodeCursor } from '../cursor.ts';
import { type Attempt, readQuestion } from '../search/ask.ts';
import { markText, snippets } from '../search/mark.ts';
import { cursorOwner, placeOf } from '../search/place.ts';
import { toFts5 } from './match.ts';
import type { Found, Question } from './protocol.ts';
import { WEIGHTS } from './tables.ts';

/** Of alternatives only so many are kept, best first: the tail of a sentence shares one word with it. */
const RELAXED_LIMIT = 1000;
const FACET_VALUES = 100;
/** Text, number, everything: the order of tiers in any sort. */
const TIER = { number: 0, text: 1 } as const;

/** True of a document that the asker may read. Every statement that counts, lists or ranks documents has it. */
export const READABLE =
  'EXISTS (SELECT 1 FROM readers r WHERE r.doc = d.doc AND r.key IN (SELECT value FROM json_each(?)))';
const Count = z.object({ n: z.number() });
const count = (db: DatabaseSync, sql: string, ...values: SQLInputValue[]): number =>
  Count.parse(db.prepare(sql).get(...values)).n;

/** Answers a question from what its asker may read. */
export const find = (db: DatabaseSync, question: Question): Found => {
  const gathered = gather(db, question);
  const filter = conditions(question.filters ?? {});
  const n = count(db, `SELECT count(*) n FROM found JOIN docs d USING(doc) WHERE ${filter.sql}`, ...filter.values);
  const facets = Object.fromEntries((question.facets ?? []).map((facet) => [facet, countFacet(db, question, facet)]));
  return { ...page(db, question, gathered.hit), total: { n, exact: !gathered.capped }, facets };
};

/** Fills the table `found` with all that matches and is readable, before filters. */
const gather = (db: DatabaseSync, question: Question): { hit: Attempt | undefined; capped: boolean } => {
  const readers = JSON.stringify(question.readers);
  db.exec('DELETE FROM found');
  const asked = readQuestion(question.text);
  if (asked.everything)
    db.prepare(`INSERT INTO found SELECT doc, ${TIER.text}, 0 FROM docs d WHERE ${READABLE}`).run(readers);
  for (const key of asked.numbers) {
    const column = key.includes(':') ? 'numberKey = ?' : 'number = CAST(? AS INTEGER)';
    const sql = `INSERT OR IGNORE INTO found SELECT doc, ${TIER.number}, 0 FROM docs d WHERE ${column} AND ${READABLE}`;
    db.prepare(sql).run(key, readers);
  }
  const numbered = count(db, 'SELECT count(*) n FROM found');
  for (const attempt of asked.attempts) {
    if (numbered > 0 && attempt !== asked.attempts[0]) break;
    const added = tryAttempt(db, attempt, { readers, ranked: question.sort === 'relevance' });
    if (added > 0) return { hit: attempt, capped: attempt.relaxed && added >= RELAXED_LIMIT };
  }
  return { hit: undefined, capped: false };
};

const tryAttempt = (db: DatabaseSync, attempt: Attempt, of: { readers: string; ranked: boolean }): number => {
  const { words, match, alsoExact, relaxed } = attempt;
  const ranked = of.ranked || relaxed;
  const sql = `INSERT OR IGNORE INTO found SELECT d.doc, ${TIER.text}, ${of.ranked ? `${words}.rank` : '0'}
    FROM ${words} JOIN docs d ON d.doc = ${words}.rowid
    WHERE ${words} MATCH ? ${ranked ? `AND ${words}.rank MATCH '${WEIGHTS}'` : ''} AND ${READABLE}
    ${alsoExact === undefined ? '' : 'AND d.doc IN (SELECT rowid FROM exact WHERE exact MATCH ?)'}
    ${relaxed ? `ORDER BY ${words}.rank LIMIT ${RELAXED_LIMIT}` : ''}`;
  const { changes } = db
    .prepare(sql)
    .run(toFts5(match), of.readers, ...(alsoExact === undefined ? [] : [toFts5(alsoExact)]));
  return Number(changes);
};

type Condition = { sql: string; values: SQLInputValue[] };
const conditions = (filters: NonNullable<Question['filters']>, without?: Facet): Condition => {
  const parts: Condition[] = [{ sql: '1', values: [] }];
  for (const name of ['type', 'issuer', 'signer', 'field', 'state'] as const) {
    const wanted = filters[name];
    if (wanted === undefined || wanted.length === 0 || name === without) continue;
    parts.push({ sql: `d.${name} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(wanted)] });
  }
  const { from, to } = without === 'year' ? {} : (filters.year ?? {});
  if (from !== undefined) parts.push({ sql: 'd.year >= ?', values: [from] });
  if (to !== undefined) parts.push({ sql: 'd.year <= ?', values: [to] });
  return { sql: parts.map(({ sql }) => sql).join(' AND '), values: parts.flatMap(({ values }) => values) };
};

/** Counts under all filters but the facet's own: what one would get by choosing another value. */
const countFacet = (db: DatabaseSync, question: Question, facet: Facet): { value: string; n: number }[] => {
  const filter = conditions(question.filters ?? {}, facet);
  const sql = `SELECT CAST(d.${facet} AS TEXT) value, count(*) n FROM found JOIN docs d USING(doc)
    WHERE ${filter.sql} AND d.${facet} IS NOT NULL GROUP BY 1 ORDER BY n DESC, value LIMIT ${FACET_VALUES}`;
  return z.array(z.object({ value: z.string(), n: z.number() })).parse(db.prepare(sql).all(...filter.values));
};

const Row = z.object({
  id: DocumentId,
  display: z.string(),
  subject: z.string(),
  body: z.string(),
  type: z.string(),
  issuerName: z.string(),
  date: LocalDate,
  state: z.string(),
  tier: z.number(),
  score: z.number(),
});
const Place = z.tuple([z.number(), z.number(), z.string(), z.string()]);
const AFTER = '(tier > ?1 OR tier = ?1 AND (score > ?2 OR score = ?2 AND (date < ?3 OR date = ?3 AND id < ?4)))';

const page = (db: DatabaseSync, question: Question, attempt: Attempt | undefined): Pick<Found, 'hits' | 'cursor'> => {
  const filter = conditions(question.filters ?? {});
  const owner = cursorOwner(question);
  const place = question.cursor === undefined ? [] : placeOf(Place, owner, question.cursor);
  const after = place.length === 0 ? '1' : AFTER;
  const sql = `SELECT id, display, subject, body, type, issuerName, date, state, tier, score
    FROM found JOIN docs d USING(doc) WHERE ${after} AND ${filter.sql}
    ORDER BY tier, score, date DESC, id DESC LIMIT ${question.limit + 1}`;
  const rows = z.array(Row).parse(db.prepare(sql).all(...place, ...filter.values));
  const shown = rows.slice(0, question.limit);
  const needles = { key: attempt?.words === 'exact' ? exactKey : foldKey, runs: attempt?.runs ?? [] };
  const hits = shown.map(({ subject, body, tier: _tier, score: _score, ...row }) => ({
    ...row,
    subject: markText(subject, needles),
    snippets: snippets(body, needles),
  }));
  const last = rows.length > question.limit ? shown.at(-1) : undefined;
  if (last === undefined) return { hits };
  return { hits, cursor: encodeCursor(owner, JSON.stringify([last.tier, last.score, last.date, last.id])) };
};
