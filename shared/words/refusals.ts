import * as document from './document-refusals.ts';
import * as issuing from './issuing-refusals.ts';
import * as kernel from './kernel-refusals.ts';
import * as organisation from './organisation-refusals.ts';
import * as reading from './reading-refusals.ts';
import type { Sentences } from './sentence.ts';

/** The words of every refusal in one language, by code. */
export type RefusalWords = { readonly vi: Sentences; readonly en: Sentences };

/** Every refusal code with its Vietnamese and English sentence; API and screens show the same words (style §7). */
export const refusalWords: RefusalWords = {
  vi: { ...organisation.vi, ...document.vi, ...issuing.vi, ...reading.vi, ...kernel.vi },
  en: { ...organisation.en, ...document.en, ...issuing.en, ...reading.en, ...kernel.en },
};
