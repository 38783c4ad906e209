import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { auditOf, runCampaign } from '../../tools/measure/campaigns.ts';
import { seeded } from '../../tools/measure/figures.ts';
import { keyFolder } from '../support/office.ts';

/** A twentieth of what `npm run campaign` does. */
const SETTINGS = {
  scale: 0.05,
  seed: 20_230_918,
  say: () => undefined,
  ...(existsSync(keyFolder()) ? { keys: keyFolder() } : {}),
};
const PASSED = { firstNumber: 1, faults: [] };

describe('issuing under load', () => {
  it('gives 50 documents of 64 clerks the numbers 1 to 50, each once, each sealed, filed and delivered', {
    timeout: 300_000,
  }, async () => {
    const result = await runCampaign('numbering', SETTINGS);
    expect(auditOf(result)).toMatchObject({ ...PASSED, documents: 50, lastNumber: 50, deliveries: 100 });
  });

  it('does the same on DynamoDB with 10', { timeout: 300_000 }, async ({ skip }) => {
    const result = await runCampaign('dynamodb', SETTINGS);
    if ('missing' in result) skip(`missing on this machine: ${result.missing}`);
    expect(auditOf(result)).toMatchObject({ ...PASSED, documents: 10, lastNumber: 10, deliveries: 20 });
  });

  it('loses nothing and does nothing twice when the office is killed while it issues', {
    timeout: 300_000,
  }, async () => {
    const result = await runCampaign('kill', SETTINGS);
    expect(result).toMatchObject({ kills: 3 });
    expect(auditOf(result)).toMatchObject({ ...PASSED, documents: 50, lastNumber: 50, deliveries: 100 });
  });
});

describe('a campaign that failed', () => {
  it('is run again with the same random moments from the printed seed', () => {
    const [first, again, other] = [seeded(7), seeded(7), seeded(8)];
    const moments = Array.from({ length: 20 }, () => first());
    expect(Array.from({ length: 20 }, () => again())).toEqual(moments);
    expect(Array.from({ length: 20 }, () => other())).not.toEqual(moments);
    expect(moments.every((moment) => moment >= 0 && moment < 1)).toBe(true);
  });
});
