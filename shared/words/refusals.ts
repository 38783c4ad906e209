import * as kernel from './kernel-refusals.ts';
import type { Sentences } from './sentence.ts';

/** The words of every refusal in one language, by code. */
export type RefusalWords = { readonly vi: Sentences; readonly en: Sentences };

/** Every refusal code with its Vietnamese and English sentence; API and screens show the same words (style §7). */
export const refusalWords: RefusalWords = {
  vi: { ...kernel.vi },
  en: { ...kernel.en },
};
