import { type Refusal, refuse } from '../../../shared/kernel/refusal.ts';
import type { Result } from '../../../shared/kernel/result.ts';

const lacksGlyphs = (error: unknown): error is Error & { characters: readonly string[] } =>
  error instanceof Error &&
  error.name === 'UnprintableText' &&
  'characters' in error &&
  Array.isArray(error.characters);

/** A character that the prescribed font lacks is the drafter's to mend, not a failure of the system. */
export const unprintable = (error: unknown): Result<never, Refusal> => {
  if (!lacksGlyphs(error)) throw error;
  return refuse('unmet', 'document.unprintable-text', {
    basis: 'Phụ lục I.I.2 Nghị định 30/2020/NĐ-CP',
    facts: { characters: error.characters.join(' ') },
  });
};
