import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ChangesAnswer, HoldersAnswer, PersonAnswer } from '../../shared/organisation/organisation-answers.ts';
import { aStoryOffice, done, expectRefusal, nameOf, PEOPLE } from '../support/office.ts';

const office = aStoryOffice();
const Proposed = z.object({ proposed: z.string(), touches: z.array(z.string()) });
const Applied = z.object({ applied: z.literal(true), id: z.string().optional() });
const NOT_PERMITTED = 'Chức vụ đang dùng không được thay đổi nội dung này.';
const OTHER_ADMINISTRATOR = 'p23';

const appointment = (person: string, position: string, more: Record<string, unknown> = {}) => ({
  person,
  position,
  manner: 'substantive',
  basis: '15/QĐ-UBND ngày 12/9/2023',
  period: { from: '2023-09-14' },
  ...more,
});
const holders = async (position: string, on = '2023-09-14') => {
  const story = office();
  await story.settle();
  const asked = await (await story.browser('drafter')).get(`/api/organisation/positions/${position}/holders?on=${on}`);
  return HoldersAnswer.parse(done(asked)).items.map((one) => one.person);
};
const waiting = async (part: string) => {
  const story = office();
  await story.settle();
  return ChangesAnswer.parse(done(await (await story.browser(part)).get('/api/organisation/changes'))).items;
};

describe('who holds which position', () => {
  it('an administrator appoints somebody, and the directory shows it at once', async () => {
    const administrator = await office().browser('administrator');
    const answered = await administrator.post(
      '/api/organisation/appoint',
      appointment(PEOPLE.otherDrafter, 'VP-NC.chuyen-vien'),
    );
    expect(Applied.parse(done(answered)).id).toMatch(/^[0-9A-Z]{26}$/);
    expect(await holders('VP-NC.chuyen-vien')).toContain(PEOPLE.otherDrafter);
    expect(await holders('VP-NC.chuyen-vien', '2023-09-13')).not.toContain(PEOPLE.otherDrafter);
  });

  it('refuses a second head beside the one in office, by name', async () => {
    const story = office();
    const administrator = await story.browser('administrator');
    await expectRefusal(
      story,
      () => administrator.post('/api/organisation/appoint', appointment('p13', 'SNV.giam-doc')),
      {
        status: 409,
        code: 'organisation.position-taken',
        detail: `Chức vụ Giám đốc đang do ${nameOf(story, 'departmentHead')} giữ.`,
      },
    );
  });

  it('appoints only one of two heads when two administrators act at the same moment', async () => {
    const story = office();
    const [one, two] = [await story.browser('administrator'), await story.browser(OTHER_ADMINISTRATOR)];
    done(
      await one.post('/api/organisation/add-unit', {
        id: 'SDT',
        kind: 'department',
        parent: 'UBND-HN',
        names: [
          {
            name: 'Sở Dân tộc',
            printed: ['SỞ DÂN TỘC'],
            abbreviation: 'SDT',
            period: { from: '2023-09-14' },
          },
        ],
        agency: true,
        regime: 'head',
        period: { from: '2023-09-14' },
      }),
    );
    done(
      await one.post('/api/organisation/add-position', {
        id: 'SDT.giam-doc',
        unit: 'SDT',
        title: 'Giám đốc',
        printed: 'GIÁM ĐỐC',
        rank: 'head',
        period: { from: '2023-09-14' },
      }),
    );
    const answers = await Promise.all([
      one.post('/api/organisation/appoint', appointment('p28', 'SDT.giam-doc')),
      two.post('/api/organisation/appoint', appointment('p30', 'SDT.giam-doc')),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(await holders('SDT.giam-doc')).toHaveLength(1);
  });

  it('lets nobody but an administrator appoint', async () => {
    const story = office();
    const head = await story.browser('roomHead');
    await expectRefusal(
      story,
      () => head.post('/api/organisation/appoint', appointment(PEOPLE.drafter, 'VP-NC.truong-phong')),
      {
        status: 403,
        code: 'organisation.not-permitted',
        detail: NOT_PERMITTED,
      },
    );
  });

  it('does not close a unit in which people still hold positions', async () => {
    const story = office();
    const administrator = await story.browser('administrator');
    await expectRefusal(
      story,
      () =>
        administrator.post('/api/organisation/close-unit', {
          unit: 'VP-NC',
          on: '2023-09-30',
          successors: ['VP-KTTH'],
          basis: 'Quyết định sắp xếp',
        }),
      {
        status: 422,
        code: 'organisation.unit-still-has-holders',
        detail: new RegExp(nameOf(story, 'roomHead')),
      },
    );
  });

  it('knows a new person before they hold anything', async () => {
    const administrator = await office().browser('administrator');
    const person = { person: 'moi-1', name: 'Nguyễn Thị Mới' };
    done(await administrator.post('/api/organisation/register-person', person));
    const found = PersonAnswer.parse(done(await administrator.get('/api/organisation/people/moi-1')));
    expect(found).toMatchObject({ name: 'Nguyễn Thị Mới', holdings: [] });
    const again = await administrator.post('/api/organisation/register-person', person);
    expect(again.status).toBe(409);
  });
});

describe('a change that touches the one who makes it', () => {
  it('becomes a proposal, and stands only when another person confirms it', async () => {
    const story = office();
    const administrator = await story.browser('administrator');
    const sent = appointment(PEOPLE.administrator, 'VP-HCTC.truong-phong', { manner: 'substantive' });
    // The post is held: the reason is said at once, not after a second person was asked.
    const taken = await administrator.post('/api/organisation/appoint', sent);
    expect(taken.data).toMatchObject({ code: 'organisation.position-taken' });
    const answered = await administrator.post(
      '/api/organisation/appoint',
      appointment(PEOPLE.administrator, 'VP.luu-tru'),
    );
    const { proposed, touches } = Proposed.parse(done(answered));
    expect(touches).toEqual([PEOPLE.administrator]);
    expect(await holders('VP.luu-tru')).not.toContain(PEOPLE.administrator);
    expect(await waiting('chair')).toMatchObject([{ id: proposed, verb: 'appoint' }]);
    expect(await waiting('drafter')).toEqual([]);

    await expectRefusal(story, () => administrator.post(`/api/organisation/changes/${proposed}/confirm`), {
      status: 403,
      code: 'organisation.same-person-confirms',
      detail: 'Người đề nghị hoặc người liên quan không được tự xác nhận.',
      basis: 'Phụ lục VI.III.3.c Nghị định 30/2020/NĐ-CP',
    });
    const drafter = await story.browser('drafter');
    await expectRefusal(story, () => drafter.post(`/api/organisation/changes/${proposed}/confirm`), {
      status: 403,
      code: 'organisation.not-permitted',
      detail: NOT_PERMITTED,
    });

    const second = await story.browser(OTHER_ADMINISTRATOR);
    expect(done(await second.post(`/api/organisation/changes/${proposed}/confirm`))).toEqual({ applied: true });
    expect(await holders('VP.luu-tru')).toContain(PEOPLE.administrator);
    expect(await waiting('chair')).toEqual([]);
    const again = await second.post(`/api/organisation/changes/${proposed}/confirm`);
    expect(again.data).toMatchObject({ code: 'organisation.change-already-decided' });
  });

  it('falls when the second person declines it, with the reason kept', async () => {
    const story = office();
    const administrator = await story.browser('administrator');
    const body = appointment(PEOPLE.administrator, 'VP.phap-che');
    const { proposed } = Proposed.parse(done(await administrator.post('/api/organisation/appoint', body)));
    const chair = await story.browser('chair');
    const declined = await chair.post(`/api/organisation/changes/${proposed}/decline`, {
      reason: 'Chưa có quyết định bổ nhiệm',
    });
    expect(done(declined)).toEqual({ declined: true });
    const late = await (await story.browser(OTHER_ADMINISTRATOR)).post(`/api/organisation/changes/${proposed}/confirm`);
    expect(late.status).toBe(409);
    expect(await holders('VP.phap-che')).not.toContain(PEOPLE.administrator);
  });

  it('is checked again on the day it is confirmed', async () => {
    const story = office();
    const administrator = await story.browser('administrator');
    const second = await story.browser(OTHER_ADMINISTRATOR);
    const unit = { agency: false, regime: 'head', kind: 'room', parent: 'VP' };
    const name = { name: 'Phòng Thử', printed: ['PHÒNG THỬ'], abbreviation: 'PT', period: { from: '2023-09-14' } };
    const period = { from: '2023-09-14' };
    done(await second.post('/api/organisation/add-unit', { id: 'VP-PT', names: [name], period, ...unit }));
    const position = { id: 'VP-PT.tp', unit: 'VP-PT', title: 'Trưởng phòng', printed: 'TRƯỞNG PHÒNG', period };
    done(await second.post('/api/organisation/add-position', { ...position, rank: 'division-head' }));
    const own = appointment(PEOPLE.administrator, 'VP-PT.tp');
    const { proposed } = Proposed.parse(done(await administrator.post('/api/organisation/appoint', own)));
    done(await second.post('/api/organisation/appoint', appointment('p31', 'VP-PT.tp')));
    await expectRefusal(story, () => second.post(`/api/organisation/changes/${proposed}/confirm`), {
      status: 409,
      code: 'organisation.position-taken',
      detail: /Trưởng phòng/,
    });
  });
});
