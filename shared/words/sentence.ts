import { Instant, LocalDate, officeDate, officeTime, shortDate } from '../kernel/time.ts';

/** One catalogue of sentences: key → sentence with `{fact}` places. */
export type Sentences = Readonly<Record<string, string>>;

/** A fact as it is said: dates as Vietnamese offices write them, lists joined, nothing for what is absent. */
const said = (fact: unknown): string => {
  if (fact === undefined || fact === null) return '…';
  if (Array.isArray(fact)) return fact.map(said).join(', ');
  if (typeof fact === 'object') return '…';
  const text = String(fact);
  const date = LocalDate.safeParse(text);
  if (date.success) return shortDate(date.data);
  const at = Instant.safeParse(text);
  if (at.success) return `${officeTime(at.data).slice(0, 5)} ngày ${shortDate(officeDate(at.data))}`;
  return text;
};

/** Fills `{name}` places. A missing fact shows as an ellipsis, so that a sentence is always readable. */
export const fill = (sentence: string, facts: Readonly<Record<string, unknown>> = {}): string =>
  sentence.replaceAll(/\{([a-zA-Z]+)\}/g, (_, name: string) =>
    said(Object.hasOwn(facts, name) ? facts[name] : undefined),
  );
