import { isInstalled, type Outcome, outcome, run, shortened, unavailable } from './check.ts';
import type { Extracted } from './revisions.ts';

/** Installs the Debian package of a tool when this machine lets us; says whether the tool is there afterwards. */
const ensure = (program: string, packageName: string): boolean => {
  if (isInstalled(program)) return true;
  const isRoot = typeof process.getuid === 'function' && process.getuid() === 0;
  if (isRoot && isInstalled('apt-get')) run('apt-get', ['install', '-y', '-qq', packageName], 300);
  return isInstalled(program);
};

/** poppler: both signatures valid, the last one over the whole file, every font embedded. */
export const poppler = (file: string): Outcome[] => {
  if (!ensure('pdfsig', 'poppler-utils'))
    return ['pdfsig', 'pdffonts'].map((name) => unavailable(name, 'poppler-utils'));
  const signatures = run('pdfsig', [file]).out;
  const valid = signatures.split('Signature Validation: Signature is Valid.').length - 1;
  const isWhole = signatures.includes('Total document signed');
  const fonts = run('pdffonts', [file]).out.trim().split('\n').slice(2);
  // Columns from the right: object id (2), uni, sub, emb.
  const isEmbedded = (line: string) => line.trim().split(/\s+/).at(-5) === 'yes';
  const embedded = fonts.filter(isEmbedded).length;
  return [
    outcome('pdfsig', valid === 2 && isWhole, `${valid} valid signatures, last covers the whole file: ${isWhole}`),
    outcome('pdffonts', fonts.length > 0 && embedded === fonts.length, `${embedded} of ${fonts.length} fonts embedded`),
  ];
};

/** qpdf: the structure of every revision. */
export const qpdf = (extracted: Extracted): Outcome[] => {
  if (!ensure('qpdf', 'qpdf')) return [unavailable('qpdf --check', 'qpdf')];
  const bad = extracted.revisions.map((file) => run('qpdf', ['--check', file])).filter((done) => done.status !== 0);
  const detail = bad[0] === undefined ? `${extracted.revisions.length} revisions` : shortened(bad[0].out);
  return [outcome('qpdf --check', bad.length === 0 && extracted.revisions.length > 0, detail)];
};

/** openssl: each CMS as CAdES against the demo root, each token against the signature value that it stamps. */
export const openssl = (extracted: Extracted, root: string): Outcome[] => {
  if (!isInstalled('openssl')) return [unavailable('openssl', 'openssl')];
  return extracted.signatures.flatMap(({ field, cms, content, token, value }) => {
    const common = ['-CAfile', root];
    const signature = run('openssl', [
      ...['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', cms, '-content', content],
      ...[...common, '-purpose', 'any', '-out', '/dev/null'],
    ]);
    const cmsOutcome = outcome(`openssl cms ${field}`, signature.status === 0, shortened(signature.out));
    if (token === undefined)
      return [cmsOutcome, outcome(`openssl ts ${field}`, false, 'the signature carries no time stamp')];
    const stamp = run('openssl', ['ts', '-verify', '-in', token, '-token_in', '-data', value, ...common]);
    return [cmsOutcome, outcome(`openssl ts ${field}`, stamp.status === 0, shortened(stamp.out))];
  });
};
