import { numberKeys } from '../../../shared/kernel/vietnamese-text.ts';
import { arrange, type Suggestion, subjectWords } from '../search/suggestions.ts';
import { askSuggestions } from './answer.ts';
import type { Send } from './client.ts';
import { asked, type Clause, NEWEST } from './query.ts';

type Of = { prefix: string; readers: readonly string[]; limit: number };

/**
 * What the citation box offers while one types: documents whose number and symbol begin so, then those with these words in the subject
 * (trích yếu), the last one perhaps unfinished. Bodies are not looked at: a prefix over them is slow and tells nothing.
 */
export const suggest = async (send: Send, index: string, of: Of): Promise<Suggestion[]> => {
  const ask = async (what: Clause | undefined): Promise<Suggestion[]> =>
    what === undefined ? [] : askSuggestions(send, index, suggestBody(of, what));
  const [byNumber, bySubject] = await Promise.all([ask(numberBegins(of.prefix)), ask(subjectHolds(of.prefix))]);
  return arrange(of.prefix, { byNumber, bySubject }).slice(0, of.limit);
};

const suggestBody = ({ readers, limit }: Of, what: Clause): Clause => ({
  size: limit,
  track_total_hits: false,
  _source: ['id', 'date', 'shown.display', 'shown.subject'],
  query: asked(readers, what),
  sort: NEWEST,
});

const numberBegins = (prefix: string): Clause | undefined => {
  const [key] = numberKeys(prefix);
  return key === undefined ? undefined : { prefix: { numberKey: key } };
};

const subjectHolds = (prefix: string): Clause | undefined => {
  const words = subjectWords(prefix);
  if (words === undefined) return undefined;
  const whole = words.whole.map((word) => ({ term: { subject: word } }));
  return { bool: { filter: [...whole, { prefix: { subject: words.last } }] } };
};
