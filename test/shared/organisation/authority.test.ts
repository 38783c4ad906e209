import { describe, expect, it } from 'vitest';
import { Instant } from '../../../shared/kernel/time.ts';
import { requiredStandings, signingCapacities } from '../../../shared/organisation/authority.ts';
import { aDelegation, as, city, day, factsOf, holds, linesOf, matter, on, standing, suspendedFrom } from './city.ts';

const head = { competence: 'head' };

describe('who signs, as what (Điều 13, Phụ lục I.II.7)', () => {
  it('the head of a one-man agency signs everything under the title alone, whatever the drafter states', () => {
    expect(linesOf(factsOf(), 'director', { matter: { issuer: 'SNV', type: 'report' } })).toEqual([['GIÁM ĐỐC']]);
  });
  it('a deputy signs for the head in the field in their charge', () => {
    expect(linesOf(factsOf(), 'subdirector', { matter: { issuer: 'SNV', field: 'CC' } })).toEqual([
      ['KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC'],
    ]);
  });
  it('the head of a collective body signs on its behalf', () => {
    expect(linesOf(factsOf(), 'chair')).toEqual([['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH']]);
  });
  it('a deputy of a collective body signs on its behalf and for the head', () => {
    expect(linesOf(factsOf(), 'lam', { matter: { field: 'YT' } })).toEqual([
      ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'],
    ]);
  });
  it("the chair's own competence carries no TM., nor does the deputy's signature for it", () => {
    expect(linesOf(factsOf(), 'chair', { matter: head })).toEqual([['CHỦ TỊCH']]);
    expect(linesOf(factsOf(), 'lam', { matter: { ...head, field: 'YT' } })).toEqual([['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH']]);
  });
  it('the chief of office signs listed types by order', () => {
    expect(linesOf(factsOf(), 'chief', { matter: { ...head, type: 'notice' } })).toEqual([
      ['TL. CHỦ TỊCH', 'CHÁNH VĂN PHÒNG'],
    ]);
  });
  it('a deputy chief of office signs by order one level down', () => {
    expect(linesOf(factsOf(), 'vice', { matter: { ...head, type: 'invitation' } })).toEqual([
      ['TL. CHỦ TỊCH', 'KT. CHÁNH VĂN PHÒNG', 'PHÓ CHÁNH VĂN PHÒNG'],
    ]);
  });
  it('the delegatee signs with the title and the name of their unit, in the name of the authorising agency', () => {
    expect(linesOf(factsOf(), 'director', { matter: head })).toEqual([['TUQ. CHỦ TỊCH', 'GIÁM ĐỐC SỞ NỘI VỤ']]);
  });
  it('an acting head prints Q.', () => {
    const facts = factsOf({ chair: { holdings: [] }, lam: { holdings: [holds('lam', 'ct', { manner: 'acting' })] } });
    expect(linesOf(facts, 'lam', { matter: head })).toEqual([['Q. CHỦ TỊCH']]);
    expect(linesOf(facts, 'lam')).toEqual([['TM. ỦY BAN NHÂN DÂN', 'Q. CHỦ TỊCH']]);
  });
  it('a deputy put in charge signs as a deputy, in every field', () => {
    const facts = factsOf({
      chair: { holdings: [] },
      lam: { holdings: [holds('lam', 'pct', { manner: 'in-charge' })] },
    });
    expect(linesOf(facts, 'lam')).toEqual([['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH']]);
  });
  it('an advisory council that uses the seal prints the council title, and the agency position above the name', () => {
    const facts = factsOf({ lam: { holdings: [holds('lam', 'pct'), holds('lam', 'cthd')] } });
    const [capacity] = signingCapacities(facts, matter({ issuer: 'HD', type: 'minutes' }), as('lam'), on('2023-10-20'));
    expect(capacity?.lines).toEqual(['TM. HỘI ĐỒNG', 'CHỦ TỊCH']);
    expect(capacity?.otherPositions).toEqual(['PHÓ CHỦ TỊCH']);
  });
  it('an advisory council without the seal prints the council title only', () => {
    const organisation = city();
    const units = organisation.units.map(({ sealOf: _, ...unit }) => unit);
    const facts = factsOf(
      { lam: { holdings: [holds('lam', 'pct'), holds('lam', 'cthd')] } },
      { ...organisation, units },
    );
    const [capacity] = signingCapacities(facts, matter({ issuer: 'HD' }), as('lam'), on('2023-10-20'));
    expect(capacity?.lines).toEqual(['TM. HỘI ĐỒNG', 'CHỦ TỊCH']);
    expect(capacity?.otherPositions).toBeUndefined();
  });
});

describe('authority on the date of the document', () => {
  it('follows a field that moved: until 30 September the one, from 1 October the other', () => {
    const signs = (person: string, date: string) =>
      linesOf(factsOf(), person, { matter: { field: 'YT' }, date }).length;
    expect([signs('huong', '2023-09-30'), signs('lam', '2023-09-30')]).toEqual([1, 0]);
    expect([signs('huong', '2023-10-01'), signs('lam', '2023-10-01')]).toEqual([0, 1]);
  });
  it('keeps the proof: holding, field leader, standing rule, delegation', () => {
    const proof = (person: string, more: object) =>
      signingCapacities(factsOf(), matter(more), as(person), on('2023-10-20'))[0]?.evidence;
    expect(proof('lam', { field: 'YT' })).toMatchObject({ holding: 'h-lam-pct', field: 'YT', fieldLeader: 'lam' });
    expect(proof('chief', { ...head, type: 'notice' })).toMatchObject({ standingRule: 'tl' });
    expect(proof('director', head)).toMatchObject({ delegation: 'd1', delegator: 'chair' });
  });
  it("a deputy signs the head's own matter that was given to them, by the catalogue or when the drafter names it", () => {
    const entrusted = {
      id: 'gv1',
      from: 'chair',
      issuer: 'UB',
      types: ['decision'],
      scope: 'Quy chế làm việc',
      basis: 'TB 1',
      period: { from: '2022-01-01' },
    };
    const facts = factsOf({
      huong: { holdings: [holds('huong', 'pct')], entrusted: [{ ...entrusted, matter: 'C01' }] },
    });
    expect(linesOf(facts, 'huong', { matter: { type: 'decision', matter: 'C01' } })).toHaveLength(1);
    expect(linesOf(facts, 'huong', { matter: { type: 'decision' } })).toEqual([]);
    expect(linesOf(facts, 'huong', { matter: { ...head, type: 'decision', entrustment: 'gv1' } })).toHaveLength(1);
  });
  it('treats a matter of the collective catalogue as the body’s even when the drafter calls it the head’s', () => {
    expect(linesOf(factsOf(), 'chair', { matter: { ...head, matter: 'C01' } })).toEqual([
      ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'],
    ]);
    expect(linesOf(factsOf(), 'chief', { matter: { ...head, type: 'notice', matter: 'C01' } })).toEqual([]);
  });
  it('ends a suspension’s effect at the very instant', () => {
    const suspended = { ...suspendedFrom('2023-10-20T03:00:00Z'), to: '2023-10-20T05:00:00.000Z' };
    const facts = factsOf({ chair: { suspensions: [suspended] } });
    const at = (at: string) =>
      signingCapacities(facts, matter(), as('chair'), { date: day('2023-10-20'), at: Instant.parse(at) });
    expect(
      ['2023-10-20T02:59:59Z', '2023-10-20T03:00:00.000Z', '2023-10-20T05:00:00Z'].map((t) => at(t).length),
    ).toEqual([1, 0, 1]);
  });
  it('asks for the streams of delegators and of the field’s leader', () => {
    const facts = { portfolios: factsOf().portfolios, on: on('2023-10-20').date };
    const director = standing('director', 'Phúc', { delegationsReceived: [aDelegation()] });
    expect(requiredStandings(director, matter({ field: 'YT' }), facts)).toEqual(['chair', 'lam']);
  });
});
