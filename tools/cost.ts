import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsed } from './arguments.ts';
import { cost } from './cost/bill.ts';
import { thousandDocuments } from './cost/model.ts';
import { type Estimate, estimate, reportLines, SIZES } from './cost/report.ts';
import { Units } from './cost/usage.ts';
import { startDynamoDbLocal } from './dynamodb-local.ts';

/**
 * `npm run cost -- [--documents N --users N [--year N] [--seals N] [--search bucket|opensearch] [--identity cognito|oidc] [--waf]] [--json]`:
 * the monthly bill of the usual sizes and of this one. `--measure` counts again what a document uses and rewrites tools/cost/units.json.
 */
const UNITS = new URL('./cost/units.json', import.meta.url);
const HELP = `npm run cost -- [tham số]: chi phí mỗi tháng trên AWS, tính từ số đơn vị đã đếm

  --documents, --users  số văn bản mỗi năm và số người dùng
  --year, --seals       năm hoạt động thứ mấy; số con dấu
  --search              bucket hoặc opensearch
  --identity            cognito hoặc oidc
  --waf, --json         có tường lửa; in JSON
  --measure             đếm lại các đơn vị (cần Java và Maven)`;
const { values } = parsed(HELP, {
  options: {
    documents: { type: 'string' },
    users: { type: 'string' },
    year: { type: 'string', default: '1' },
    seals: { type: 'string', default: '1' },
    search: { type: 'string', default: 'bucket' },
    identity: { type: 'string', default: 'cognito' },
    waf: { type: 'boolean', default: false },
    measure: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const fail = (message: string): never => {
  console.error(message);
  process.exit(2);
};
const whole = (name: string, text: string, least: number): number =>
  /^\d{1,9}$/.test(text) && Number(text) >= least ? Number(text) : fail(`--${name} phải là số nguyên từ ${least}`);
const oneOf = <T extends string>(name: string, text: string, known: readonly T[]): T =>
  known.find((one) => one === text) ?? fail(`--${name} phải là một trong: ${known.join(', ')}`);

const measure = async (): Promise<void> => {
  const local = await startDynamoDbLocal();
  if ('missing' in local) return fail(`Không đo được, máy này thiếu: ${local.missing}`);
  // The whole office is loaded for measuring only.
  const { measureUnits } = await import('./cost/measure.ts');
  const dataDir = mkdtempSync(join(tmpdir(), 'vanthu-cost-'));
  try {
    const units = await measureUnits({ endpoint: local.endpoint, dataDir });
    writeFileSync(UNITS, `${JSON.stringify(units, null, 2)}\n`);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
    await local.stop();
  }
};

const asked = (units: Units): Estimate[] => {
  if (values.documents === undefined && values.users === undefined) return [];
  return [
    estimate(units, 'quy mô đã hỏi', {
      documents: whole('documents', values.documents ?? '0', 0),
      users: whole('users', values.users ?? '0', 0),
      year: whole('year', values.year, 1),
      seals: whole('seals', values.seals, 1),
      search: oneOf('search', values.search, ['bucket', 'opensearch']),
      identity: oneOf('identity', values.identity, ['cognito', 'oidc']),
      firewall: values.waf,
    }),
  ];
};

if (values.measure) await measure();
const units = Units.parse(JSON.parse(readFileSync(UNITS, 'utf8')));
const usual = Object.entries(SIZES).map(([name, scale]) => estimate(units, name, scale));
const estimates = [...usual, ...asked(units)];
const { making, keeping } = thousandDocuments(units);
const perThousand = { making: cost(making), keeping: cost(keeping) };
if (values.json) console.log(JSON.stringify({ thousandDocuments: perThousand, estimates }, null, 2));
else console.log(reportLines(units, estimates).join('\n'));
