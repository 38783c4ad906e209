import { describe, expect, it } from 'vitest';
import { countingPorts, tripsOfSigning } from '../../tools/measure/round-trips.ts';
import { aStoryOffice } from '../support/office.ts';

const { adapt, during } = countingPorts();
const story = aStoryOffice({ at: '2024-01-03T09:00', adapt });

describe('round trips to the store', () => {
  it('are one load, one commit and at most three reads of facts for each command', async () => {
    const { browser } = story();
    const parts = {
      drafter: await browser('drafter'),
      contentReviewer: await browser('roomHead'),
      formatReviewer: await browser('formatChecker'),
      signer: await browser('chair'),
      clerk: await browser('clerk'),
    };
    const trips = await tripsOfSigning({ during, parts });
    expect(Object.keys(trips)).toEqual(['start', 'submit', 'pass-check', 'prepare-signature', 'sign', 'issue']);
    for (const [command, { loads, commits, factReads }] of Object.entries(trips)) {
      expect({ command, loads, commits }).toEqual({ command, loads: 1, commits: 1 });
      expect(factReads, command).toBeLessThanOrEqual(3);
      expect(factReads, command).toBeGreaterThan(0);
    }
  });

  it('count reads that are under way together once, and every request of them', async () => {
    const { ports } = story();
    const { trips } = await during(() =>
      Promise.all([ports.views.get('a', 'b'), ports.views.get('c', 'd'), ports.store.load([])]),
    );
    expect(trips).toEqual({ loads: 0, factReads: 1, commits: 0, calls: 3 });
    const one = await during(async () => {
      await ports.views.get('a', 'b');
      await ports.views.get('c', 'd');
    });
    expect(one.trips).toMatchObject({ factReads: 2, calls: 2 });
  });
});
