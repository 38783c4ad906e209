import { describe, expect, it } from 'vitest';
import {
  challengeOf,
  type Intent,
  intentAggregate,
  openIntent,
  proveIntent,
  useIntent,
} from '../../../../shared/documents/issuing/intent.ts';
import { Actor } from '../../../../shared/kernel/actor.ts';
import { fold } from '../../../../shared/kernel/aggregate.ts';
import { DocumentId, Hash } from '../../../../shared/kernel/ids.ts';
import { Instant, later } from '../../../../shared/kernel/time.ts';

const now = Instant.parse('2023-10-20T01:00:00.000Z');
const realNow = Instant.parse('2026-03-02T03:00:00.000Z');
const actor = Actor.parse({
  person: 'p01',
  name: 'Nguyễn Quốc Khải',
  position: 'h01',
  title: 'Chủ tịch',
  unit: 'UBND-HN',
});
const one = { id: DocumentId.parse('01HD5Z2N6B8W3V9KQJ4T7RXM0C'), hash: Hash.parse('a'.repeat(64)) };
const two = { id: DocumentId.parse('01HD5Z2N6B8W3V9KQJ4T7RXM0D'), hash: Hash.parse('b'.repeat(64)) };
const facts = { now, realNow, actor, capacity: 'CHỦ TỊCH', nonce: 'abcdefghijklmnopqrstuvwxyz' };
const MINUTE = 60_000;

const anIntent = (documents = [one, two]): Intent => {
  const opened = openIntent({ act: 'sign', documents }, facts);
  if (!opened.ok) throw new Error(opened.error.code);
  const state = fold(intentAggregate, null, opened.value);
  if (state === null) throw new Error('no state');
  return state;
};
const presence = (intent: Intent) => ({
  person: actor.person,
  issuer: 'https://id.example',
  authTime: realNow,
  nonce: intent.challenge,
});
const aProvenIntent = (): Intent => {
  const intent = anIntent();
  const proven = proveIntent(intent, presence(intent), facts);
  if (!proven.ok) throw new Error(proven.error.code);
  return fold(intentAggregate, intent, proven.value) ?? intent;
};
const code = (result: { ok: true } | { ok: false; error: { code: string } }) => (result.ok ? 'ok' : result.error.code);

describe('an intent (ý chí ký, phát hành)', () => {
  it('is bound to act, documents, bytes, person, capacity, nonce and expiry', () => {
    const intent = anIntent();
    const others = [
      { act: 'issue' as const },
      { documents: [one] },
      { documents: [one, { ...two, hash: one.hash }] },
      { actor: { ...actor, position: Actor.shape.position.parse('h02') } },
      { capacity: 'KT. CHỦ TỊCH' },
      { nonce: 'zzzzzzzzzzzzzzzzzzzzzzzzzz' },
      { expiresAt: later(intent.expiresAt, 1) },
    ];
    const challenges = others.map((other) => challengeOf({ ...intent, ...other }));
    expect(new Set([...challenges, intent.challenge]).size).toBe(others.length + 1);
  });
  it('does not depend on the order in which documents were ticked', () => {
    expect(anIntent([two, one]).challenge).toBe(anIntent([one, two]).challenge);
  });
  it('names each document once, and at least one', () => {
    expect(code(openIntent({ act: 'sign', documents: [] }, facts))).toBe('step-up.no-documents');
    expect(code(openIntent({ act: 'sign', documents: [one, one] }, facts))).toBe('step-up.repeated-document');
  });
  it('is proven only by this person, for this challenge, within five minutes and before it ends', () => {
    const intent = anIntent();
    const good = presence(intent);
    expect(code(proveIntent(intent, good, facts))).toBe('ok');
    expect(code(proveIntent(intent, { ...good, authTime: later(realNow, -5 * MINUTE) }, facts))).toBe('ok');
    expect(code(proveIntent(intent, { ...good, authTime: later(realNow, -5 * MINUTE - 1) }, facts))).toBe(
      'step-up.not-fresh',
    );
    expect(code(proveIntent(intent, { ...good, authTime: later(realNow, MINUTE + 1) }, facts))).toBe(
      'step-up.not-fresh',
    );
    expect(code(proveIntent(intent, { ...good, nonce: 'a'.repeat(64) }, facts))).toBe('step-up.not-bound');
    expect(code(proveIntent(intent, { ...good, person: Actor.shape.person.parse('p02') }, facts))).toBe(
      'step-up.other-person',
    );
    const tenLater = { ...facts, realNow: later(realNow, 10 * MINUTE + 1) };
    expect(code(proveIntent(intent, { ...good, authTime: tenLater.realNow }, tenLater))).toBe('step-up.expired');
    expect(code(proveIntent(aProvenIntent(), good, facts))).toBe('step-up.already-proven');
  });
  it('is not proven when its stored words no longer give its challenge', () => {
    const intent = { ...anIntent(), capacity: 'KT. CHỦ TỊCH' };
    expect(code(proveIntent(intent, presence(intent), facts))).toBe('step-up.not-bound');
  });
  it('serves one act, once', () => {
    const intent = aProvenIntent();
    const act = { act: 'sign' as const, documents: [two, one], capacity: 'CHỦ TỊCH' };
    const used = useIntent(intent, act, facts);
    expect(code(used)).toBe('ok');
    const after = used.ok ? (fold(intentAggregate, intent, used.value) ?? intent) : intent;
    expect(after.status).toBe('used');
    expect(code(useIntent(after, act, facts))).toBe('step-up.already-used');
    expect(code(useIntent(anIntent(), act, facts))).toBe('step-up.not-proven');
  });
  it('serves no part of its documents and no other capacity', () => {
    const intent = aProvenIntent();
    expect(code(useIntent(intent, { act: 'sign', documents: [one] }, facts))).toBe('step-up.other-documents');
    expect(code(useIntent(intent, { act: 'sign', documents: [one, two], capacity: 'KT. CHỦ TỊCH' }, facts))).toBe(
      'step-up.other-capacity',
    );
  });
});
