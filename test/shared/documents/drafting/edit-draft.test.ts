import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../../shared/documents/document.ts';
import { canEditDraft, editDraft } from '../../../../shared/documents/drafting/edit-draft.ts';
import { Instant } from '../../../../shared/kernel/time.ts';
import { aDraft, apply, as, decisionHeading, letter, person, refusal, refusedCode } from '../office.ts';
import { abandoned, approved, awaitingApproval, inReview, signed } from '../stages.ts';

const changed = letter({ subject: 'đôn đốc thực hiện kỷ luật, kỷ cương (sửa)' });
const edit = (document: Document, who: string, content = changed) =>
  editDraft(document, { base: document.contentHash, content, secrecy: 'none' }, as(who));

describe('edit a draft (sửa bản thảo)', () => {
  it('makes a new version that remembers the earlier ones', () => {
    const draft = apply(aDraft(), edit(aDraft(), 'an'));
    expect(draft).toMatchObject({ version: 2, subject: changed.subject, status: 'drafting' });
    expect(draft.versions.map((one) => one.version)).toEqual([1, 2]);
  });

  it('composes the symbol again when the type changes', () => {
    const draft = aDraft();
    const command = {
      base: draft.contentHash,
      content: letter(),
      heading: decisionHeading(),
      secrecy: 'none' as const,
    };
    expect(apply(draft, editDraft(draft, command, as('an'))).symbol).toBe('QĐ-UBND');
  });

  it('refuses an edit made on a text that was replaced meanwhile, and names both', () => {
    const draft = apply(aDraft(), edit(aDraft(), 'an'));
    const refused = refusal(
      editDraft(draft, { base: aDraft().contentHash, content: letter(), secrecy: 'none' }, as('an')),
    );
    expect(refused).toMatchObject({ kind: 'conflict', code: 'document.version-superseded', facts: { version: 2 } });
  });

  it('refuses a text identical to the current one', () => {
    expect(refusedCode(edit(aDraft(), 'an', letter()))).toBe('document.nothing-changed');
  });

  it('names the person who holds the lock, and forgets a lock that has run out', () => {
    const until = Instant.parse('2023-09-18T02:15:00.000Z');
    const draft = {
      ...aDraft(),
      drafters: [person('an'), person('hung')],
      lock: { person: person('hung'), name: 'Lê Mạnh Hùng', until },
    };
    expect(refusal(edit(draft, 'an'))).toMatchObject({ code: 'document.locked', facts: { holder: 'Lê Mạnh Hùng' } });
    expect(canEditDraft(draft, as('hung')).ok).toBe(true);
    expect(canEditDraft(draft, as('an', { now: until })).ok).toBe(true);
  });

  it('refuses somebody who neither drafts nor reviews nor signs it', () => {
    expect(refusedCode(edit(aDraft(), 'phuc'))).toBe('document.not-a-drafter');
    expect(refusedCode(edit(inReview(), 'binh'))).toBe('document.not-a-drafter');
  });

  it('lets the reviewer edit in their turn and the signatory before signing', () => {
    expect(edit(inReview(), 'hung').ok).toBe(true);
    expect(edit(awaitingApproval(), 'khai').ok).toBe(true);
    expect(edit(approved(), 'khai').ok).toBe(true);
  });

  it('refuses to touch a signed document, naming who signed (Điều 18.3)', () => {
    const refused = refusal(edit(signed(), 'an'));
    expect(refused).toMatchObject({ code: 'document.already-signed', facts: { by: 'Nguyễn Quốc Khải' } });
    expect(refused.basis).toContain('18.3');
  });

  it('refuses to touch an abandoned draft', () => {
    expect(refusedCode(edit(abandoned(), 'an'))).toBe('document.not-open');
  });

  it('refuses a secret mark in the new text', () => {
    expect(refusedCode(edit(aDraft(), 'an', letter({ subject: 'Độ mật: Tuyệt mật' })))).toBe('document.secret-refused');
  });

  it('leaves no check and no approval after any edit since submission (Điều 11.2)', () => {
    const stages = [inReview, awaitingApproval, approved];
    fc.assert(
      fc.property(fc.constantFrom(...stages), fc.string({ minLength: 1, maxLength: 60 }), (stage, text) => {
        const before = stage();
        const content = letter({ subject: `${text.normalize('NFC').replace(/\p{L}/gu, 'a')} (sửa)` });
        const now = apply(before, edit(before, 'an', content));
        expect(now).toMatchObject({ status: 'drafting', checks: [], turns: [] });
        expect('approval' in now).toBe(false);
        expect(now.contentHash).not.toBe(before.contentHash);
      }),
      { numRuns: 60, seed: 30_2020 },
    );
  });
});
