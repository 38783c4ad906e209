import { describe, expect, it } from 'vitest';
import { callerKeys, mayRead, readerKeysOfDocument } from '../../../../shared/documents/access/rights.ts';
import { aReadDocument, type DocumentPlan, STAGES, type Stage } from '../../../support/reading-document.ts';
import { portfolioOf, readingOrganisation, standingOf, TODAY } from '../../../support/reading-organisation.ts';

const keys = (position: string, more: { substitutes?: string; leads?: string } = {}) =>
  callerKeys({
    standing: standingOf(position),
    substituted:
      more.substitutes === undefined
        ? []
        : [
            standingOf(more.substitutes, {
              absences: [
                { id: 'v1', period: { from: TODAY, to: TODAY }, reason: 'đi công tác', substitute: `p-${position}` },
              ],
            }),
          ],
    organisation: readingOrganisation,
    portfolios: more.leads === undefined ? [] : [portfolioOf(more.leads)],
    on: TODAY,
  });
const reads = (position: string, plan: Partial<DocumentPlan> & { stage: Stage }, more = {}) =>
  mayRead(readerKeysOfDocument(aReadDocument({ n: 1, ...plan }), readingOrganisation), keys(position, more));
const DRAFTS: Stage[] = ['draft', 'submitted', 'approved'];

describe('who may read a draft', () => {
  it('lets the drafter and the drafting unit read at every stage', () => {
    for (const stage of STAGES) {
      expect(reads('cv-nc', { stage })).toBe(true);
      expect(reads('tp-nc', { stage })).toBe(true);
    }
  });
  it('lets the leaders of the issuer read, and a consulted unit once it is asked', () => {
    expect(reads('pct', { stage: 'draft' })).toBe(true);
    expect(reads('gd-stc', { stage: 'draft' })).toBe(false);
    expect(reads('gd-stc', { stage: 'draft', consulted: ['STC'] })).toBe(true);
  });
  it('keeps drafts from registry, archive, other rooms and units it will be sent to', () => {
    for (const stage of DRAFTS)
      for (const position of ['vt', 'lt', 'cv-th', 'gd-snv', 'vt-snv'])
        expect(reads(position, { stage, recipients: ['SNV'], wholeAuthority: true })).toBe(false);
  });
});

describe('who may read a signed and an issued document', () => {
  it('opens it to the registry of the issuer from the signature on, to the archive from issue on', () => {
    expect(reads('vt', { stage: 'signed' })).toBe(true);
    expect(reads('lt', { stage: 'signed' })).toBe(false);
    expect(reads('lt', { stage: 'issued' })).toBe(true);
    expect(reads('vt-stc', { stage: 'issued' })).toBe(false);
  });
  it('opens it to recipient units and their registry only after dispatch', () => {
    expect(reads('gd-snv', { stage: 'sealed', recipients: ['SNV'] })).toBe(false);
    expect(reads('gd-snv', { stage: 'issued', recipients: ['SNV'] })).toBe(true);
    expect(reads('vt-snv', { stage: 'issued', recipients: ['SNV'] })).toBe(true);
    expect(reads('gd-stc', { stage: 'issued', recipients: ['SNV'] })).toBe(false);
  });
  it('opens it to the whole authority only when so marked and issued', () => {
    expect(reads('gd-stc', { stage: 'sealed', wholeAuthority: true })).toBe(false);
    expect(reads('gd-stc', { stage: 'issued', wholeAuthority: true })).toBe(true);
  });
  it('opens it to the leader of its field and to whom it was granted', () => {
    expect(reads('gd-stc', { stage: 'signed', field: true }, { leads: 'gd-stc' })).toBe(true);
    expect(reads('gd-stc', { stage: 'signed', field: false }, { leads: 'gd-stc' })).toBe(false);
    expect(reads('gd-stc', { stage: 'signed', granted: ['person:p-gd-stc'] })).toBe(true);
  });
  it('gives an administrator nothing by position, not even of their own unit or the whole authority', () => {
    for (const stage of STAGES) expect(reads('qt', { stage, wholeAuthority: true })).toBe(false);
    expect(reads('qt', { stage: 'issued', granted: ['person:p-qt'] })).toBe(true);
  });
});

describe('a substitute', () => {
  it('reads what waits for the absent person, and not the papers of their unit', () => {
    expect(reads('cv-th', { stage: 'submitted' }, { substitutes: 'ct' })).toBe(true);
    expect(reads('cv-th', { stage: 'draft' }, { substitutes: 'ct' })).toBe(false);
  });
  it('reads nothing of somebody who named another substitute', () => {
    const standing = standingOf('cv-th');
    const other = standingOf('ct', {
      absences: [{ id: 'v1', period: { from: TODAY }, reason: 'nghỉ', substitute: 'p-pct' }],
    });
    const found = callerKeys({
      standing,
      substituted: [other],
      organisation: readingOrganisation,
      portfolios: [],
      on: TODAY,
    });
    expect(found).not.toContain('position:ct');
  });
});
