import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { auditOf, CAMPAIGNS, type CampaignResult, runCampaign } from './measure/campaigns.ts';
import { machine } from './measure/figures.ts';

/**
 * `npm run campaign -- [--scale 0.05] [--only numbering|dynamodb|kill] [--seed N]`: 1,000 documents issued by 64 clients into one register on the
 * embedded engine, 200 on DynamoDB Local, 1,000 while the office is killed 50 times. One JSON to stdout; exit code 1 when anything is lost, twice,
 * missing, or does not verify.
 */
const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    only: { type: 'string' },
    seed: { type: 'string', default: '20230918' },
  },
});
const say = (line: string) => process.stderr.write(`${line}\n`);
const names = CAMPAIGNS.filter((name) => values.only === undefined || values.only === name);
if (names.length === 0) throw new Error(`--only names one of ${CAMPAIGNS.join(', ')}`);
const keys = join(mkdtempSync(join(tmpdir(), 'vanthu-keys-')), 'keys');
const results: Record<string, CampaignResult> = {};
try {
  for (const name of names) {
    const settings = { scale: Number(values.scale), seed: Number(values.seed), say, keys, keepKeys: keys };
    const result = await runCampaign(name, settings);
    results[name] = result;
    const faults = auditOf(result)?.faults;
    // At once: a long run that is cut off later has still said what it found.
    say(JSON.stringify(result));
    say(`${name}: ${'missing' in result ? `skipped, missing: ${result.missing}` : `${faults?.length ?? 0} faults`}`);
    if (faults !== undefined && faults.length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(join(keys, '..'), { recursive: true, force: true });
}
const on = machine({ cpus: availableParallelism(), node: process.version, platform: process.platform });
process.stdout.write(`${JSON.stringify({ machine: on, scale: Number(values.scale), results }, null, 2)}\n`);
