import { describe, expect, it } from 'vitest';
import { allowedActions, draftingActions } from '../../../shared/documents/allowed-actions.ts';
import { documentContracts } from '../../../shared/documents/contract.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import * as words from '../../../shared/words/document-refusals.ts';
import { aDraft, as, letter } from './office.ts';
import { abandoned, approved, awaitingApproval, inReview, signed } from './stages.ts';

const allowed = (...of: Parameters<typeof allowedActions>) =>
  allowedActions(...of)
    .filter((one) => one.allowed)
    .map((one) => one.action);

describe('what the buttons offer (được làm gì)', () => {
  it('offers the drafter of a draft the care of it', () => {
    expect(allowed(aDraft(), as('an', { content: letter() }))).toEqual([
      'edit',
      'lock',
      'attach',
      'detach',
      'relations',
      'drafters',
      'hand-over',
      'consult',
      'submit',
      'abandon',
    ]);
  });

  it('offers whoever has the turn to pass, return or edit; the drafter to withdraw', () => {
    expect(allowed(inReview(), as('hung'))).toEqual(expect.arrayContaining(['edit', 'pass-check', 'return']));
    expect(allowed(inReview(), as('an'))).toContain('withdraw');
    expect(allowed(inReview(), as('an'))).not.toContain('pass-check');
  });

  it('offers the signatory approval, and then to take it back', () => {
    expect(allowed(awaitingApproval(), as('khai'))).toEqual(expect.arrayContaining(['approve', 'return']));
    expect(allowed(approved(), as('khai'))).toContain('revoke-approval');
  });

  it('offers nobody anything here once it is signed or abandoned', () => {
    for (const document of [signed(), abandoned()])
      for (const who of ['an', 'hung', 'khai']) expect(allowed(document, as(who))).toEqual([]);
  });

  it('says why not, in a code that has a sentence in both languages', () => {
    const documents = [aDraft(), inReview(), awaitingApproval(), approved(), signed(), abandoned()];
    const refusals = documents.flatMap((document) =>
      ['an', 'phuc', 'khai'].flatMap((who) => allowedActions(document, as(who)).flatMap((one) => one.refusal ?? [])),
    );
    expect(refusals.length).toBeGreaterThan(100);
    for (const { code } of refusals) {
      expect(Object.keys(words.vi)).toContain(code);
      expect(Object.keys(words.en)).toContain(code);
    }
  });

  it('takes further verbs as rows', () => {
    const sign = { action: 'sign', can: () => refuse('conflict', 'document.not-approved') };
    expect(allowedActions(aDraft(), as('an'), [...draftingActions, sign]).at(-1)).toMatchObject({
      action: 'sign',
      allowed: false,
    });
  });
});

describe('contracts and words', () => {
  it('names each verb and each route once', () => {
    expect(documentContracts.length).toBe(22);
    expect(new Set(documentContracts.map((row) => row.name)).size).toBe(22);
    expect(new Set(documentContracts.map((row) => `${row.method} ${row.path}`)).size).toBe(22);
  });

  it('uses in both languages the same facts in each sentence', () => {
    const places = (sentence: string) => [...new Set(sentence.match(/\{[a-zA-Z]+\}/g) ?? [])].toSorted();
    const vi = Object.entries(words.vi);
    expect(vi.length).toBeGreaterThan(50);
    const english = new Map<string, string>(Object.entries(words.en));
    for (const [code, sentence] of vi) expect(places(english.get(code) ?? ''), code).toEqual(places(sentence));
  });
});
