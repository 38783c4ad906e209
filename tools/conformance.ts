import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cfnLint } from './cfn-lint.ts';
import { apiFuzz } from './conformance/api-fuzz.ts';
import { failed, type Outcome, run, shortened } from './conformance/check.ts';
import { openssl, poppler, qpdf } from './conformance/debian-tools.ts';
import { pyHanko, veraPdf } from './conformance/fetched-tools.ts';
import { lambdaConformance } from './conformance/lambda.ts';
import { openSearchConformance } from './conformance/opensearch.ts';
import { extract } from './conformance/revisions.ts';

/**
 * Lets programs that are not ours judge the issued file, the templates, the functions under their own runtime's Node, the search
 * adapter on a real OpenSearch, and the API as it runs. Usage: `node tools/conformance.ts [file.pdf root]`; without arguments the
 * demo's out/3073-UBND-NC.pdf and out/demo-root.der, made first when they are absent.
 */
const project = join(import.meta.dirname, '..');
const [, , file = join(project, 'out', '3073-UBND-NC.pdf'), root = join(project, 'out', 'demo-root.der')] =
  process.argv;

const make = (): void => {
  if (existsSync(file) && existsSync(root)) return;
  const made = run(process.execPath, [join(project, 'functions', 'entry', 'demo.ts')], 600);
  if (made.status !== 0) throw new Error(`the demo made no file to check: ${shortened(made.out)}`);
};

const judge = (): Outcome[] => {
  const folder = mkdtempSync(join(tmpdir(), 'vanthu-conformance-'));
  try {
    const extracted = extract(file, folder);
    // The other programs read PEM only; X509Certificate takes either form.
    const rootPem = join(folder, 'root.pem');
    writeFileSync(rootPem, new X509Certificate(readFileSync(root)).toString());
    return [
      ...poppler(file),
      ...qpdf(extracted),
      ...openssl(extracted, rootPem),
      ...veraPdf(extracted),
      ...pyHanko(extracted, rootPem),
    ];
  } catch (error) {
    return [failed('taking the file apart', error instanceof Error ? error.message : String(error))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const fuzz = async (): Promise<Outcome[]> => {
  try {
    return await apiFuzz();
  } catch (error) {
    return [failed('the API as it runs', error instanceof Error ? error.message : String(error))];
  }
};

make();
const outcomes = [
  ...judge(),
  ...(await cfnLint()),
  ...lambdaConformance(),
  ...(await openSearchConformance()),
  ...(await fuzz()),
];
const words = { ok: 'ok', failed: 'failed', unavailable: 'could not check' } as const;
for (const { name, result, detail } of outcomes) console.log(`${words[result].padEnd(16)}${name}: ${detail}`);
const count = (result: Outcome['result']) => outcomes.filter((one) => one.result === result).length;
console.log(`${count('ok')} passed, ${count('failed')} failed, ${count('unavailable')} skipped`);
process.exitCode = count('failed') > 0 || outcomes.length === 0 ? 1 : 0;
