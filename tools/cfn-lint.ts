import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod';
import { createApp } from '../infra/app.ts';
import { loadStage, stageNames } from '../infra/stage.ts';
import { failed, type Outcome, outcome, run, shortened, unavailable } from './conformance/check.ts';
import { pythonTools } from './python-tools.ts';

const VERSION = 'cfn-lint==1.58.0';
const NAME = 'cfn-lint';

/** What the linter says without being right, each with the templates in which it may say so. One that is never said fails: it is out of date. */
const ACCEPTED = [
  {
    rule: 'W3005',
    template: 'Api.template.json',
    reason:
      'The library writes out the order of role and function, of domain and stage; saying it twice changes nothing.',
  },
] as const;

const Finding = z.object({
  Filename: z.string(),
  Message: z.string(),
  Rule: z.object({ Id: z.string() }),
  Location: z.looseObject({ Path: z.array(z.union([z.string(), z.number()])).nullish() }),
});
type Finding = z.infer<typeof Finding>;

const isAccepted = (finding: Finding): boolean =>
  ACCEPTED.some(({ rule, template }) => finding.Rule.Id === rule && basename(finding.Filename) === template);
const line = ({ Filename, Rule, Location, Message }: Finding): string =>
  `${basename(Filename)} ${(Location.Path ?? []).join('/')}: ${Rule.Id} ${Message}`;

/** The templates of every stage of infra/stages. What runs in the functions is not theirs to judge: a placeholder stands for the bundles. */
const write = (folder: string): string[] =>
  stageNames().flatMap((name) => {
    const { app } = createApp({
      stage: loadStage(name),
      assets: () => Code.fromInline('exports.handler = async () => {};'),
      outdir: join(folder, name),
    });
    return app.synth().stacks.map(({ templateFullPath }) => templateFullPath);
  });

const judge = (bin: string, folder: string): Outcome[] => {
  const templates = write(folder);
  const { status, out } = run(join(bin, 'cfn-lint'), ['--format', 'json', ...templates]);
  // 0: nothing to say; 2, 4, 8 and their sums: findings. Anything else is no verdict.
  if (status === 1 || status > 14) return [failed(NAME, shortened(out))];
  const findings = z.array(Finding).parse(out.trim() === '' ? [] : JSON.parse(out));
  const wrong = findings.filter((finding) => !isAccepted(finding)).map(line);
  const stale = ACCEPTED.filter(({ rule }) => !findings.some((finding) => finding.Rule.Id === rule));
  const said = `${templates.length} templates, ${wrong.length} findings, ${findings.length - wrong.length} accepted`;
  return [
    outcome(`${NAME}: templates`, wrong.length === 0 && templates.length > 0, [said, ...wrong.slice(0, 5)].join('; ')),
    outcome(
      `${NAME}: exceptions`,
      stale.length === 0,
      stale.map(({ rule }) => `${rule} is not said any more`).join('; ') || 'each is still needed',
    ),
  ];
};

/** AWS's own linter over every template: types, values and references as CloudFormation's schemas have them. */
export const cfnLint = async (): Promise<Outcome[]> => {
  const tools = await pythonTools(NAME, [VERSION]);
  if ('missing' in tools) return [unavailable(NAME, tools.missing)];
  const folder = mkdtempSync(join(tmpdir(), 'vanthu-cfn-lint-'));
  try {
    return judge(tools.bin, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
