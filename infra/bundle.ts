import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { type FunctionName, type FunctionRow, platform } from '../functions/platform.ts';
import { functionNames } from './contracts.ts';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
/** One folder per function: `index.mjs` with the handler, chunks that it loads later, and native parts beside them. */
export const assetFolder = (name: FunctionName): string => join(DIST, 'lambda', name);

/** Threads are files of their own: which functions start which. */
const WORKERS: Partial<Record<FunctionName, Record<string, string>>> = {
  search: { 'search-worker': 'functions/adapters/fts5/worker.ts' },
  compact: { 'search-worker': 'functions/adapters/fts5/worker.ts' },
  inspect: { 'verify-worker': 'functions/paper/verify/worker.ts' },
};
const TYPST = '@myriaddreamin/typst-ts-node-compiler';
const FONTS = '@expo-google-fonts/tinos';
const FACES = ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'];

const require = createRequire(import.meta.url);
const packageFolder = (name: string): string => {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch (cause) {
    // npm installs binaries for this machine only, and a function may run on another.
    const how = `npm install --no-save --os=linux --cpu=${name.includes('arm64') ? 'arm64' : 'x64'} ${name}`;
    throw new Error(`thiếu gói ${name} để đóng gói hàm dựng trang: chạy "${how}"`, { cause });
  }
};

/** Some packages still ask for `require`, which a module does not have. */
const BANNER = "import{createRequire as vanthuRequire}from'node:module';const require=vanthuRequire(import.meta.url);";

const options = (name: FunctionName, outdir: string): BuildOptions => ({
  absWorkingDir: ROOT,
  entryPoints: { index: `functions/entry/aws/${name}.ts`, ...WORKERS[name] },
  outdir,
  outExtension: { '.js': '.mjs' },
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  mainFields: ['module', 'main'],
  minify: true,
  // Vietnamese sentences as they are: escaped they would take six bytes a letter.
  charset: 'utf8',
  legalComments: 'none',
  sourcemap: 'external',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
  banner: { js: BANNER },
  external: [TYPST],
  // In Lambda credentials come by the environment: the chain of profiles, SSO and instance roles is 110 KB that is never asked.
  alias: { '@aws-sdk/credential-provider-node': join(ROOT, 'infra', 'bundle', 'credentials.ts') },
});

/** Fonts are resolved as a package, so they lie in the asset as one. */
const addFonts = (folder: string): void => {
  const from = packageFolder(FONTS);
  const to = join(folder, 'node_modules', FONTS);
  cpSync(join(from, 'package.json'), join(to, 'package.json'));
  for (const face of FACES) {
    const file = join(face, `Tinos_${face}.ttf`);
    cpSync(join(from, file), join(to, file));
  }
};

/** Typst: its loader, the binary for the architecture of the function, and the page templates. */
const addTypst = (folder: string, architecture: TypstArchitecture): void => {
  const binary = `${TYPST}-linux-${architecture}-gnu`;
  for (const name of [TYPST, binary])
    cpSync(packageFolder(name), join(folder, 'node_modules', name), { recursive: true });
  cpSync(join(ROOT, 'functions', 'paper', 'templates'), join(folder, 'templates'), { recursive: true });
};
export type TypstArchitecture = 'x64' | 'arm64';

/** Source maps stay with the developer: the asset carries what runs. */
const keepMapsApart = (folder: string, apart: string): void => {
  rmSync(apart, { recursive: true, force: true });
  mkdirSync(apart, { recursive: true });
  for (const file of readdirSync(folder).filter((one) => one.endsWith('.map'))) {
    cpSync(join(folder, file), join(apart, file));
    rmSync(join(folder, file));
  }
};

export type Bundled = { name: FunctionName; folder: string; outputs: Metafile['outputs'] };

const bundleOne = async (
  name: FunctionName,
  { typst, into }: { typst: TypstArchitecture; into: string },
): Promise<Bundled> => {
  const folder = join(into, 'lambda', name);
  rmSync(folder, { recursive: true, force: true });
  const { metafile } = await build(options(name, folder));
  const row: FunctionRow = platform[name];
  if (row.fonts === true) addFonts(folder);
  if (row.native === 'typst') addTypst(folder, typst);
  keepMapsApart(folder, join(into, 'maps', name));
  return { name, folder, outputs: metafile?.outputs ?? {} };
};

/** Writes the asset of every function (or of those named) under `dist/` (or another folder). The same sources give the same bytes. */
export const bundle = async (
  o: { only?: readonly FunctionName[]; typst?: TypstArchitecture; into?: string } = {},
): Promise<Bundled[]> => {
  const names = o.only ?? functionNames;
  const made: Bundled[] = [];
  for (const name of names) made.push(await bundleOne(name, { typst: o.typst ?? 'x64', into: o.into ?? DIST }));
  return made;
};
