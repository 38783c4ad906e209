import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../functions/entry/address-of.ts';
import { DocumentLine } from '../../../shared/documents/lines.ts';
import { page } from '../../../shared/documents/query-answers.ts';
import { aStoryOffice, done } from '../../support/office.ts';
import { aDraft } from '../../support/office-documents.ts';

const kept: (number | undefined)[] = [];
const story = aStoryOffice({
  adapt: (ports) => ({
    ...ports,
    store: {
      ...ports.store,
      commit: (write) => {
        if (write.command.id.startsWith('http:')) kept.push(write.command.expiresAt);
        return ports.store.commit(write);
      },
    },
  }),
});

const heading = {
  type: 'official-letter',
  issuer: 'UBND-HN',
  competence: 'collective',
  field: 'NC',
  draftingUnit: 'VP-NC',
  urgency: 'normal',
  symbolSuffix: 'NC',
};

describe('the front door of the demo office', () => {
  it('tells people who they are and which positions they hold today', async () => {
    const me = done(await (await story().browser('formatChecker')).get('/api/me'));
    expect(me).toMatchObject({
      person: 'p07',
      name: 'Hoàng Mai Phương',
      positions: [
        {
          position: 'VP.pho-chanh-van-phong',
          title: 'Phó Chánh Văn phòng',
          printed: 'PHÓ CHÁNH VĂN PHÒNG',
          manner: 'substantive',
          unit: 'VP',
        },
      ],
    });
  });
  it('answers an address that is not there, and a method that is not taken, with a problem document', async () => {
    const drafter = await story().browser('drafter');
    const nowhere = await drafter.get('/api/nowhere');
    expect(nowhere.status).toBe(404);
    expect(nowhere.data).toMatchObject({ code: 'kernel.no-such-address' });
    const wrong = await drafter.call('DELETE', '/api/inbox');
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toContain('GET');
  });
  it('knows no round 0 of a consultation, and is not surprised to be asked', async () => {
    const drafter = await story().browser('drafter');
    const closed = await drafter.post('/api/documents/01HD5Z2N6B8W3V9KQJ4T7RXM0C/consultations/0/close');
    expect(closed.status).toBe(404);
    expect(closed.data).toMatchObject({ code: 'kernel.absent' });
    expect(story().logged).toEqual([]);
  });
  it('lists the documents of a unit by what last happened to them', async () => {
    story().go('2023-09-14T08:10');
    const first = await aDraft(story());
    story().go('2023-09-14T08:20');
    const second = await aDraft(story());
    story().go('2023-09-14T08:30');
    const drafter = await story().browser('drafter');
    done(await drafter.post(first.path('submit'), { contentHash: first.contentHash }));
    await story().settle();
    const { items } = page(DocumentLine).parse(done(await drafter.get('/api/units/VP-NC/documents')));
    expect(items.map((line) => line.document)).toEqual([first.id, second.id]);
  });
  it('finds nothing under words that name no document', async () => {
    const drafter = await story().browser('drafter');
    expect(done(await drafter.get('/api/archive/relations?of=xyz'))).toMatchObject({ documents: [], under: [] });
  });
  it('keeps an answer for thirty days of the wall clock, whatever year the office plays', async () => {
    const drafter = await story().browser('drafter');
    const key = { 'idempotency-key': '01HD5Z2N6B8W3V9KQJ4T7RXM0C' };
    const body = { heading, content: { subject: 'chấn chỉnh kỷ cương', blocks: [] } };
    done(await drafter.post('/api/documents', body, key));
    const seconds = Date.parse(story().ports.realNow()) / 1000;
    expect((kept.at(-1) ?? 0) - seconds).toBeGreaterThan(29 * 86_400);
    const again = await drafter.post('/api/documents', body, key);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });
});

describe('the address that limits count by', () => {
  const http = new Hono().get('/', (c) => c.text(addressOf(c)));
  it('is that of the connection', async () => {
    const incoming = { socket: { remoteAddress: '10.1.2.3', remotePort: 5, remoteFamily: 'IPv4' } };
    expect(await (await http.request('/', {}, { incoming })).text()).toBe('10.1.2.3');
  });
  it('is one for all requests made inside the process', async () => {
    expect(await (await http.request('/')).text()).toBe('local');
  });
});
