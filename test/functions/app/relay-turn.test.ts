import { describe, expect, it } from 'vitest';
import { sqliteViews } from '../../../functions/adapters/sqlite/views.ts';
import { settableClock } from '../../../functions/adapters/system/clock.ts';
import type { Projector } from '../../../functions/app/project/projector.ts';
import { rebuild } from '../../../functions/app/project/rebuild.ts';
import { Busy, makeTurns } from '../../../functions/app/project/relay-turn.ts';
import { Instant } from '../../../shared/kernel/time.ts';
import { aHandler, aRelayWorld, first, second } from '../../support/relay-world.ts';

const gate = () => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
};

describe('a turn', () => {
  it('is one at a time for a document with its deliveries and opinions, in the same process too; other documents go on', async () => {
    const { turns } = aRelayWorld();
    const { turn } = turns();
    const delivery = { aggregate: 'delivery', id: 'first.L1' };
    await turn(first, async () => {
      await expect(turn(delivery, async () => 'in')).rejects.toThrow(Busy);
      expect(await turn(second, async () => 'in')).toBe('in');
    });
    expect(await turn(delivery, async () => 'in')).toBe('in');
  });

  it('is waited for', async () => {
    const { turns } = aRelayWorld();
    const { turn } = turns(5_000);
    const { open, opened } = gate();
    const order: string[] = [];
    const held = turn(first, async () => {
      await opened;
      order.push('first');
    });
    const waiting = turn(first, async () => order.push('second'));
    open();
    await Promise.all([held, waiting]);
    expect(order).toEqual(['first', 'second']);
  });

  it('of a failed work is free again, of a dead process when its time has run out', async () => {
    const clock = settableClock(Instant.parse('2026-03-02T03:00:00.000Z'));
    const views = sqliteViews({ file: ':memory:', now: clock.now });
    const of = (holder: string, stays: boolean) =>
      makeTurns({
        views: stays
          ? {
              ...views,
              lease: (name, who, seconds) => (seconds > 0 ? views.lease(name, who, seconds) : Promise.resolve(false)),
            }
          : views,
        holder,
        seconds: 60,
        patience: 20,
      });
    const living = of('living', false);
    await expect(living.turn(first, () => Promise.reject(new Error('hỏng')))).rejects.toThrow('hỏng');
    await of('dead', true).turn(first, async () => undefined);
    await expect(living.turn(first, async () => 'in')).rejects.toThrow(Busy);
    clock.set(Instant.parse('2026-03-02T03:01:00.000Z'));
    expect(await living.turn(first, async () => 'in')).toBe('in');
    await views.close();
  });

  it('of everybody is taken to stand still, and given back', async () => {
    const { turns } = aRelayWorld();
    const { turn, still } = turns();
    await turn(first, () => expect(still(async () => 'in')).rejects.toThrow(Busy));
    await still(() => expect(turn(second, async () => 'in')).rejects.toThrow(Busy));
    expect(await turn(second, async () => 'in')).toBe('in');
  });
});

describe('a rebuild beside a live relay', () => {
  /** A row named by the version that was read: what comes late leaves a row that nobody knows. */
  const slow = (w: ReturnType<typeof aRelayWorld>, wait: () => Promise<void>): Projector => ({
    name: 'project',
    handle: async ({ ref }) => {
      const [stream] = (await w.store.load([ref])).streams;
      const version = stream?.version ?? 0;
      await wait();
      await w.views.apply([{ op: 'put', row: { pk: 'list', sk: `${ref.id}@${version}`, data: version }, version }]);
    },
  });

  it('forgets nothing while a change is being carried: no old row comes after', async () => {
    const w = aRelayWorld();
    const { open, opened } = gate();
    const items = await w.append(first);
    const relay = w.push([slow(w, () => opened)]).push(items);
    await expect
      .poll(() =>
        w
          .turns()
          .turn(first, async () => 'in')
          .catch(() => 'taken'),
      )
      .toBe('taken');
    await w.append(first);
    const projector = slow(w, async () => undefined);
    const rebuilding = rebuild({ ...w, projector, turns: w.turns(5_000) });
    setTimeout(open, 100);
    await relay;
    expect(await rebuilding).toBe(2);
    expect((await w.views.query({ pk: 'list', limit: 10 })).rows.map(({ sk }) => sk)).toEqual(['first@2']);
  });

  it('keeps what reactions had given up on, and goes on behind a change that cannot be projected', async () => {
    const w = aRelayWorld();
    const [project, issuing] = [aHandler('project'), aHandler('issuing')];
    issuing.failing.add('document/first@1');
    const { push, stalled, resumeStalled } = w.push([project, issuing]);
    await push(await w.append(first, second, first));
    project.failing.add('document/first@2');
    const failures: unknown[] = [];
    const report = (failure: unknown) => void failures.push(failure);
    await rebuild({ ...w, projector: project, keep: ['issuing'], turns: w.turns(), report });
    expect(failures).toMatchObject([{ handler: 'project', stream: 'document/first', seq: 2 }]);
    expect(await stalled('issuing')).toMatchObject([{ id: 'first', seq: 1 }]);
    project.failing.clear();
    issuing.failing.clear();
    expect(await resumeStalled()).toBe(3);
    expect(issuing.seen).toEqual(['document/second@1', 'document/first@1', 'document/first@2']);
  });

  it('ends at the first change that cannot be projected when nobody is told', async () => {
    const w = aRelayWorld();
    const project = aHandler('project');
    await w.append(first);
    project.failing.add('document/first@1');
    const { store, views, search } = w;
    await expect(rebuild({ store, views, search, projector: project })).rejects.toThrow('khóa bị khóa');
  });
});
