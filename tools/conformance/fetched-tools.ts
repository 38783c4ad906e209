import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled, type Outcome, outcome, run, shortened, unavailable } from './check.ts';
import type { Extracted } from './revisions.ts';

const own = import.meta.dirname;
const cache = join(own, '..', '..', '.cache');
const PYHANKO = 'pyHanko==0.38.0';

/** veraPDF (reference implementation of PDF/A) on every revision; its library comes from Maven Central into .cache/. */
export const veraPdf = (extracted: Extracted): Outcome[] => {
  const name = 'veraPDF PDF/A-3b';
  if (!isInstalled('java')) return [unavailable(name, 'java 17 or later')];
  const folder = join(cache, 'verapdf');
  const lib = join(folder, 'lib');
  if (!existsSync(lib)) {
    if (!isInstalled('mvn')) return [unavailable(name, 'mvn, to fetch org.verapdf:validation-model')];
    mkdirSync(folder, { recursive: true });
    copyFileSync(join(own, 'pom.xml'), join(folder, 'pom.xml'));
    const fetched = run(
      'mvn',
      ['-q', '-f', join(folder, 'pom.xml'), 'dependency:copy-dependencies', '-DoutputDirectory=lib'],
      300,
    );
    if (fetched.status !== 0) return [unavailable(name, `org.verapdf could not be fetched: ${shortened(fetched.out)}`)];
  }
  const done = run('java', ['-cp', join(lib, '*'), join(own, 'VeraPdf.java'), ...extracted.revisions], 180);
  const lines = done.out.split('\n').filter((line) => /^(ok|failed) /.test(line));
  if (lines.length !== extracted.revisions.length) return [outcome(name, false, shortened(done.out))];
  return lines.map((line, index) =>
    outcome(`${name} revision ${index}`, line.startsWith('ok '), line.replace(/\S*\//g, '')),
  );
};

/** pyHanko: an independent validator with difference analysis, run on the revision of each signature and of the number. */
export const pyHanko = (extracted: Extracted, root: string): Outcome[] => {
  const name = 'pyHanko';
  if (!isInstalled('python3')) return [unavailable(name, 'python3')];
  const venv = join(cache, 'venv');
  const python = join(venv, 'bin', 'python');
  if (run(python, ['-c', 'import pyhanko']).status !== 0) {
    run('python3', ['-m', 'venv', venv]);
    const installed = run(python, ['-m', 'pip', 'install', '-q', PYHANKO], 300);
    if (installed.status !== 0)
      return [unavailable(name, `${PYHANKO} could not be installed: ${shortened(installed.out)}`)];
  }
  // Revisions without a signature (the sheet, the empty fields) have nothing to validate.
  const [first] = extracted.signatures.map((one) => one.revision);
  return extracted.revisions.flatMap((file, index) => {
    const done = run(python, [join(own, 'pyhanko_check.py'), root, file]);
    const lines = done.out.split('\n').filter((line) => /^(ok|failed) /.test(line));
    if (first !== undefined && lines.join() === 'failed no signature' && index < 2) return [];
    if (lines.length === 0) return [outcome(`${name} revision ${index}`, false, shortened(done.out))];
    return lines.map((line) => outcome(`${name} revision ${index}`, line.startsWith('ok '), line.slice(3)));
  });
};
