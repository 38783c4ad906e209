import { describe, expect, it } from 'vitest';
import { FormatCheckAnswer, RouteAnswer } from '../../shared/documents/check-contract.ts';
import {
  CapacitiesAnswer,
  GroupAnswer,
  UnitAnswer,
  UnitsAnswer,
} from '../../shared/organisation/organisation-answers.ts';
import { aStoryOffice, done, expectRefusal, nameOf } from '../support/office.ts';
import { aDraft } from '../support/office-documents.ts';

const office = aStoryOffice();
const get = async (path: string, part = 'drafter') => done(await (await office().browser(part)).get(path));
const change = async (verb: string, body: unknown) =>
  done(await (await office().browser('administrator')).post(`/api/organisation/${verb}`, body));

describe('master data of the office', () => {
  it('keeps the old name of a renamed unit for the days before', async () => {
    const name = {
      name: 'Sở Nội vụ và Lao động',
      printed: ['SỞ NỘI VỤ VÀ LAO ĐỘNG'],
      abbreviation: 'SNVLĐ',
      period: { from: '2023-09-14' },
    };
    await change('rename-unit', { unit: 'SNV', name });
    expect(UnitAnswer.parse(await get('/api/organisation/units/SNV')).name).toBe('Sở Nội vụ và Lao động');
    expect(UnitAnswer.parse(await get('/api/organisation/units/SNV?on=2023-09-13')).name).toBe('Sở Nội vụ');
  });

  it('shows a unit with its positions and who holds them', async () => {
    const story = office();
    const unit = UnitAnswer.parse(await get('/api/organisation/units/VP-NC'));
    const named = unit.positions.map(({ position, holders }) => [position.rank, holders.map((one) => one.name)]);
    expect(named).toEqual([
      ['division-head', [nameOf(story, 'roomHead')]],
      ['officer', [nameOf(story, 'drafter')]],
    ]);
  });

  it('resolves a group of recipients by the day: a closed unit is no longer in it', async () => {
    const group = '/api/organisation/groups/@SO_BAN_NGANH';
    const founded = {
      id: 'BQL',
      kind: 'board',
      parent: 'UBND-HN',
      names: [{ name: 'Ban Quản lý', printed: ['BAN QUẢN LÝ'], abbreviation: 'BQL', period: { from: '2023-09-14' } }],
      agency: true,
      regime: 'head',
      period: { from: '2023-09-14' },
    };
    await change('add-unit', founded);
    await change('close-unit', { unit: 'BQL', on: '2023-09-20', successors: ['SNV'], basis: 'Quyết định giải thể' });
    const ids = async (on: string) =>
      GroupAnswer.parse(await get(`${group}?on=${on}`)).units.map((one): string => one.id);
    expect(await ids('2023-09-13')).not.toContain('BQL');
    expect(await ids('2023-09-20')).toContain('BQL');
    expect(await ids('2023-09-21')).not.toContain('BQL');
    const units = UnitsAnswer.parse(await get('/api/organisation/units?on=2023-09-21'));
    expect(units.items.map((one): string => one.id)).not.toContain('BQL');
  });

  it('refuses a second series for a type of the same issuer', async () => {
    const story = office();
    const administrator = await story.browser('administrator');
    const series = {
      id: 'CV-2',
      issuer: 'UBND-HN',
      types: ['official-letter'],
      name: 'Công văn mới',
      period: { from: '2023-09-14' },
    };
    await expectRefusal(story, () => administrator.post('/api/organisation/define-series', series), {
      status: 409,
      code: 'organisation.series-overlaps',
      detail: /Công văn của UBND Thành phố/,
      basis: 'Điều 15.1 Nghị định 30/2020/NĐ-CP',
    });
  });

  it('makes a matter collective from its first day, whatever the draft says', async () => {
    const asked = (on: string) =>
      `/api/organisation/capacities?issuer=UBND-HN&type=official-letter&competence=head&field=NC&matter=C99&on=${on}`;
    await change('set-matter', { code: 'C99', title: 'Nội dung tập thể mới', period: { from: '2023-09-15' } });
    const lines = async (on: string) =>
      CapacitiesAnswer.parse(await get(asked(on), 'chair')).capacities.map((one) => one.lines);
    expect(await lines('2023-09-14')).toEqual([['CHỦ TỊCH']]);
    expect(await lines('2023-09-15')).toEqual([['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH']]);
  });

  it('counts deadlines by the calendar that was announced', async () => {
    const paper = await aDraft(office());
    const expected = async () => RouteAnswer.parse(await get(paper.path('route'))).expected;
    const before = await expected();
    const holidays = ['2023-09-15', '2023-09-18', '2023-09-19'].map((date) => ({ date, name: 'Nghỉ bù' }));
    await change('set-holidays', { table: { holidays, workingSaturdays: [] }, basis: 'Thông báo lịch nghỉ năm 2023' });
    expect((await expected()) > before).toBe(true);
  });

  it('tells the drafter what is wrong with the form before anything is sent', async () => {
    const block = (text: string) => ({ kind: 'paragraph', runs: [{ text }] });
    const paper = await aDraft(office(), { content: { blocks: [block('Đề nghị các đơn vị báo cáo')] } });
    const { findings } = FormatCheckAnswer.parse(await get(paper.path('format-check')));
    expect(findings.map((one) => one.id)).toContain('F12');
    const clean = await aDraft(office());
    const good = FormatCheckAnswer.parse(await get(clean.path('format-check')));
    expect(good.findings.filter((one) => one.severity === 'error')).toEqual([]);
  });

  it('shows neither route nor findings of a draft to those who may not read it', async () => {
    const story = office();
    const paper = await aDraft(story);
    const outsider = await story.browser('districtClerk');
    for (const tail of ['route', 'format-check']) {
      const answered = await outsider.get(paper.path(tail));
      expect(answered.status).toBe(404);
    }
  });

  it('lists the procedures in force', async () => {
    const listed = await get('/api/procedures');
    expect(listed).toMatchObject({ on: '2023-09-14' });
    expect(JSON.stringify(listed)).toContain('format-check');
  });
});
