import { describe, expect, it } from 'vitest';
import { Attachment } from '../../../shared/documents/content.ts';
import type { Document } from '../../../shared/documents/document.ts';
import { attach } from '../../../shared/documents/drafting/attach.ts';
import { detach } from '../../../shared/documents/drafting/detach.ts';
import { editDraft } from '../../../shared/documents/drafting/edit-draft.ts';
import { handOver } from '../../../shared/documents/drafting/hand-over.ts';
import { lockDraft, unlockDraft } from '../../../shared/documents/drafting/lock-draft.ts';
import { restoreVersion } from '../../../shared/documents/drafting/restore-version.ts';
import { setDrafters } from '../../../shared/documents/drafting/set-drafters.ts';
import { setRelations } from '../../../shared/documents/drafting/set-relations.ts';
import { Instant } from '../../../shared/kernel/time.ts';
import { accepted, aDraft, apply, as, hash, ID, letter, person, refusal, refusedCode } from './office.ts';
import { abandoned, inReview, signed } from './stages.ts';

const lock = (document: Document, who: string, force = false, now?: Instant) =>
  lockDraft(document, { force }, as(who, now === undefined ? {} : { now }));
const two = (): Document =>
  apply(
    aDraft(),
    setDrafters(aDraft(), { drafters: [person('an'), person('phuc')], reason: 'Phối hợp soạn thảo' }, as('hung')),
  );

describe('soft lock (khóa tạm)', () => {
  it('is held for a quarter of an hour and renewed by its holder', () => {
    const locked = apply(aDraft(), lock(aDraft(), 'an'));
    expect(locked.lock).toEqual({ person: 'an', name: 'Đỗ Thúy An', until: '2023-09-18T02:15:00.000Z' });
    const again = apply(locked, lock(locked, 'an', false, Instant.parse('2023-09-18T02:10:00.000Z')));
    expect(again.lock?.until).toBe('2023-09-18T02:25:00.000Z');
  });

  it('stops a colleague, who learns who holds it, until it runs out', () => {
    const locked = apply(two(), lock(two(), 'an'));
    expect(refusal(lock(locked, 'phuc'))).toMatchObject({
      kind: 'conflict',
      code: 'document.locked',
      facts: { holder: 'Đỗ Thúy An' },
    });
    expect(refusedCode(lock(locked, 'phuc', true))).toBe('document.locked');
    expect(lock(locked, 'phuc', false, Instant.parse('2023-09-18T02:15:00.000Z')).ok).toBe(true);
  });

  it('is taken by the head of the unit only with force, and the record says so', () => {
    const locked = apply(aDraft(), lock(aDraft(), 'an'));
    expect(refusedCode(lock(locked, 'hung'))).toBe('document.locked');
    expect(accepted(lock(locked, 'hung', true)).map((event) => event.type)).toEqual(['DraftUnlocked', 'DraftLocked']);
    expect(accepted(unlockDraft(locked, { force: true }, as('hung')))).toMatchObject([
      { forced: true, by: { person: 'hung' } },
    ]);
  });

  it('is released by its holder; by another only with force', () => {
    const locked = apply(two(), lock(two(), 'an'));
    expect(apply(locked, unlockDraft(locked, { force: false }, as('an'))).lock).toBeUndefined();
    expect(refusedCode(unlockDraft(locked, { force: true }, as('phuc')))).toBe('document.lock-not-yours');
    expect(refusedCode(unlockDraft(locked, { force: false }, as('hung')))).toBe('document.lock-not-yours');
    expect(refusedCode(unlockDraft(aDraft(), { force: false }, as('an')))).toBe('document.not-locked');
  });

  it('is for drafts only, and for those who work on them', () => {
    expect(refusedCode(lock(inReview(), 'hung'))).toBe('document.not-drafting');
    expect(refusedCode(lock(signed(), 'an'))).toBe('document.already-signed');
    expect(refusedCode(lock(aDraft(), 'phuc'))).toBe('document.not-a-drafter');
  });
});

describe('attachments (tệp đính kèm)', () => {
  const file = (more: Partial<Attachment> = {}): Attachment => ({
    ...Attachment.parse({
      hash: hash('e'),
      name: 'Phụ lục số liệu.xlsx',
      type: 'application/x',
      size: 10,
      role: 'annex',
    }),
    ...more,
  });
  const add = (document: Document, more: Partial<Attachment> = {}, who = 'an') =>
    attach(document, { attachment: file(more) }, as(who));

  it('are added and taken off; the history keeps both', () => {
    const having = apply(aDraft(), add(aDraft()));
    expect(having.attachments).toEqual([file()]);
    expect(apply(having, detach(having, { hash: hash('e') }, as('an'))).attachments).toEqual([]);
  });

  it('names are NFC whatever machine they come from', () => {
    expect(file({}).name).toBe('Phụ lục số liệu.xlsx'.normalize('NFC'));
    expect(Attachment.parse({ ...file(), name: 'Phụ lục.pdf'.normalize('NFD') }).name).toBe(
      'Phụ lục.pdf'.normalize('NFC'),
    );
  });

  it('that travel with the document are fixed once it is submitted; working papers until the signature', () => {
    expect(refusedCode(add(inReview()))).toBe('document.not-drafting');
    expect(add(inReview(), { role: 'working' }).ok).toBe(true);
    expect(refusedCode(add(signed(), { role: 'working' }))).toBe('document.already-signed');
  });

  it('refuses the same file twice, an empty one, an unknown one, a secret one, a bystander', () => {
    const having = apply(aDraft(), add(aDraft()));
    expect(refusedCode(add(having))).toBe('document.attachment-exists');
    expect(refusedCode(add(aDraft(), { size: 0 }))).toBe('document.attachment-empty');
    expect(refusedCode(detach(aDraft(), { hash: hash('e') }, as('an')))).toBe('document.attachment-unknown');
    expect(refusedCode(add(aDraft(), { name: 'TỐI MẬT.pdf' }))).toBe('document.secret-refused');
    expect(refusedCode(add(aDraft(), {}, 'phuc'))).toBe('document.not-a-drafter');
  });
});

describe('relations, drafters, hand-over, old versions', () => {
  it('sets each relation once, and none to the document itself', () => {
    const set = (...relations: Document['relations']) => setRelations(aDraft(), { relations }, as('an'));
    expect(apply(aDraft(), set({ kind: 'replies-to', display: '12/SNV-VP' })).relations).toHaveLength(1);
    expect(refusedCode(set({ kind: 'amends', display: 'x', document: ID }))).toBe('document.relation-to-itself');
    expect(
      refusedCode(set({ kind: 'amends', display: '12/QĐ-UBND' }, { kind: 'amends', display: '12/QĐ - UBND' })),
    ).toBe('document.relation-twice');
    expect(refusedCode(setRelations(inReview(), { relations: [] }, as('an')))).toBe('document.not-drafting');
    expect(refusedCode(setRelations(aDraft(), { relations: [] }, as('phuc')))).toBe('document.not-a-drafter');
  });

  it('lets the head of the unit name the drafters (Điều 10.1)', () => {
    expect(two().drafters).toEqual(['an', 'phuc']);
    const set = (drafters: string[], who = 'hung', reason = 'Phân công lại') =>
      setDrafters(aDraft(), { drafters: drafters.map(person), reason }, as(who));
    expect(refusedCode(set(['phuc'], 'phuc'))).toBe('document.not-a-drafter');
    expect(refusedCode(set(['nobody']))).toBe('document.drafter-unknown');
    expect(refusedCode(set(['an']))).toBe('document.nothing-changed');
    expect(refusedCode(set(['phuc'], 'hung', ' '))).toBe('document.reason-missing');
  });

  it('hands a draft over by its drafter, or by a head above when the drafter left', () => {
    const pass = (who: string, from = 'an', to = 'phuc', reason = 'Chuyển công tác') =>
      handOver(aDraft(), { from: person(from), to: person(to), reason }, as(who));
    expect(apply(aDraft(), pass('an')).drafters).toEqual(['phuc']);
    expect(pass('hung').ok).toBe(true);
    expect(pass('minh').ok).toBe(true);
    expect(apply(aDraft(), pass('an')).versions).toMatchObject([{ by: 'an' }]);
    expect(refusedCode(pass('phuc'))).toBe('document.hand-over-not-allowed');
    expect(refusedCode(pass('hung', 'phuc', 'binh'))).toBe('document.not-a-drafter');
    expect(refusedCode(pass('an', 'an', 'an'))).toBe('document.hand-over-same-person');
    expect(refusedCode(pass('an', 'an', 'nobody'))).toBe('document.drafter-unknown');
    expect(refusedCode(pass('an', 'an', 'phuc', ''))).toBe('document.reason-missing');
    expect(refusedCode(handOver(two(), { from: person('an'), to: person('phuc'), reason: 'x' }, as('an')))).toBe(
      'document.already-a-drafter',
    );
    expect(refusedCode(handOver(two(), { from: person('an'), to: person('binh'), reason: 'x' }, as('phuc')))).toBe(
      'document.hand-over-not-allowed',
    );
    expect(refusedCode(handOver(abandoned(), { from: person('an'), to: person('phuc'), reason: 'x' }, as('an')))).toBe(
      'document.not-open',
    );
  });

  it('restores an older text as a new version and leaves type and urgency as they are', () => {
    const first = aDraft();
    const heading = { ...first.heading, urgency: 'urgent' as const };
    const second = apply(
      first,
      editDraft(
        first,
        { base: first.contentHash, content: letter({ fileCopy: 'TH' }), heading, secrecy: 'none' },
        as('an'),
      ),
    );
    const back = (version: number) =>
      restoreVersion(second, { base: second.contentHash, version }, { ...as('an'), restored: letter() });
    expect(apply(second, back(1))).toMatchObject({
      version: 3,
      contentHash: first.contentHash,
      heading: { urgency: 'urgent' },
    });
    expect(refusedCode(back(2))).toBe('document.version-is-current');
    expect(refusedCode(back(9))).toBe('document.unknown-version');
    expect(refusedCode(restoreVersion(second, { base: first.contentHash, version: 1 }, as('an')))).toBe(
      'document.version-superseded',
    );
    expect(refusedCode(restoreVersion(first, { base: first.contentHash, version: 1 }, as('an')))).toBe(
      'document.version-is-current',
    );
    expect(() =>
      restoreVersion(
        second,
        { base: second.contentHash, version: 1 },
        { ...as('an'), restored: letter({ fileCopy: 'X' }) },
      ),
    ).toThrow('not loaded');
  });
});
