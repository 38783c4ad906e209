import { describe, expect, it } from 'vitest';
import { intentRef, spendIntent } from '../../../functions/app/step-up.ts';
import { verifyChain } from '../../../shared/kernel/event-record.ts';
import { DocumentId, Hash } from '../../../shared/kernel/ids.ts';
import { aBrowser, actorOf, aDemoOffice } from './demo-office.ts';
import { NOW } from './office.ts';

const DOCUMENT = DocumentId.parse('01HD5Z2N6B8W3V9KQJ4T7RXM0C');
const BYTES = Hash.parse('a'.repeat(64));
const asked = { act: 'sign', documents: [{ id: DOCUMENT, hash: BYTES }] };

const signedIn = async () => {
  const office = await aDemoOffice();
  const browser = aBrowser(office.http);
  await browser.signIn('p01');
  const open = async (key = 'key-0123456789-abcdef') =>
    (await browser.send('/api/step-up', asked, { 'Idempotency-Key': key })).json();
  return { ...office, browser, open };
};
type Signed = Awaited<ReturnType<typeof signedIn>>;
const toProvider = async ({ browser }: Signed, intent: { reauthenticateUrl: string }) =>
  (await browser.go(`${intent.reauthenticateUrl}?return=/van-ban/ky`)).headers.get('Location') ?? '';
const spend = async (
  { store, clock }: Signed,
  id: string,
  more: { hash?: Hash; person?: string; act?: 'sign' | 'issue' } = {},
) => {
  const { streams } = await store.load([intentRef(id)]);
  return spendIntent(streams, id, {
    command: { act: more.act ?? 'sign', documents: [{ id: DOCUMENT, hash: more.hash ?? BYTES }], capacity: 'CHỦ TỊCH' },
    now: NOW,
    realNow: clock.now(),
    actor: actorOf(more.person ?? 'p01'),
  });
};

describe('step-up before signing (xác nhận lại danh tính)', () => {
  it('proves presence by a fresh sign-in that carries the challenge, and is then good for that act', async () => {
    const office = await signedIn();
    const intent = await office.open();
    expect(await spend(office, intent.id)).toMatchObject({ error: { code: 'step-up.not-proven' } });
    const away = await toProvider(office, intent);
    const query = new URL(away).searchParams;
    expect([query.get('prompt'), query.get('max_age'), query.get('nonce')]).toEqual(['login', '0', intent.challenge]);
    const back = await office.browser.prove(away, 'p01');
    const done = await office.browser.go(back.headers.get('Location') ?? '');
    expect(done.headers.get('Location')).toBe(`/van-ban/ky?xac-nhan=${intent.id}`);
    expect(await spend(office, intent.id)).toMatchObject({
      ok: true,
      value: { stepUp: { method: 'oidc', at: '2026-03-02T03:00:00.000Z', challenge: intent.challenge } },
    });
  });
  it('keeps what was proven in a chain of events', async () => {
    const office = await signedIn();
    const intent = await office.open();
    const back = await office.browser.prove(await toProvider(office, intent), 'p01');
    await office.browser.go(back.headers.get('Location') ?? '');
    const events = await office.store.history(intentRef(intent.id), 1, 10);
    expect(verifyChain(`intent/${intent.id}`, events)).toMatchObject({ ok: true, version: 2 });
  });
  it('does not serve other bytes, another act or another person', async () => {
    const office = await signedIn();
    const intent = await office.open();
    const back = await office.browser.prove(await toProvider(office, intent), 'p01');
    await office.browser.go(back.headers.get('Location') ?? '');
    expect(await spend(office, intent.id, { hash: Hash.parse('b'.repeat(64)) })).toMatchObject({
      error: { code: 'step-up.other-documents' },
    });
    expect(await spend(office, intent.id, { act: 'issue' })).toMatchObject({ error: { code: 'step-up.other-act' } });
    expect(await spend(office, intent.id, { person: 'p09' })).toMatchObject({
      error: { code: 'step-up.other-person' },
    });
    office.clock.pass(11);
    expect(await spend(office, intent.id)).toMatchObject({ error: { code: 'step-up.expired' } });
  });
  it('is not proven by someone else who happens to sit at the keyboard', async () => {
    const office = await signedIn();
    const intent = await office.open();
    const back = await office.browser.prove(await toProvider(office, intent), 'p09');
    const done = await office.browser.go(back.headers.get('Location') ?? '');
    expect(done.headers.get('Location')).toBe('/van-ban/ky?xac-nhan-loi=step-up.other-person');
    expect(await spend(office, intent.id)).toMatchObject({ error: { code: 'step-up.not-proven' } });
  });
  it('is not proven by an ordinary sign-in', async () => {
    const office = await signedIn();
    const intent = await office.open();
    const answered = await office.stepUp.prove(intent.id, {
      person: actorOf('p01').person,
      issuer: 'https://id.example',
      authTime: office.clock.now(),
      nonce: 'some-other-nonce',
    });
    expect(answered).toMatchObject({ error: { code: 'step-up.not-bound' } });
  });
  it('is opened once however often the click is sent', async () => {
    const office = await signedIn();
    const first = await office.open();
    expect((await office.open()).id).toBe(first.id);
    expect((await office.open('another-key-0123456789')).id).not.toBe(first.id);
  });
  it('does not exist for anyone but its own person, and only a competent person opens one', async () => {
    const office = await signedIn();
    const intent = await office.open();
    const other = aBrowser(office.http);
    await other.signIn('p09');
    expect((await other.go(intent.reauthenticateUrl)).status).toBe(404);
    expect((await other.send('/api/step-up', asked)).status).toBe(403);
    expect((await aBrowser(office.http).go(intent.reauthenticateUrl)).status).toBe(401);
    expect((await office.browser.go('/api/step-up/nothing/reauthenticate')).status).toBe(404);
  });
  it('can be walked by a program that asks for JSON', async () => {
    const office = await signedIn();
    const intent = await office.open();
    const back = await office.browser.prove(await toProvider(office, intent), 'p01');
    const done = await office.browser.go(back.headers.get('Location') ?? '', {
      headers: { Accept: 'application/json' },
    });
    expect(await done.json()).toEqual({ id: intent.id, status: 'proven' });
    expect((await office.browser.go(intent.reauthenticateUrl)).status).toBe(409);
  });
});
