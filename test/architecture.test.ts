import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, normalize } from 'node:path';
import { expect, it } from 'vitest';

/** The whole architecture: each folder may import itself and the folders named here, and nothing else. */
const mayImport: Record<string, readonly string[]> = {
  'shared/kernel': [],
  'shared/organisation': ['shared/kernel'],
  'shared/documents': ['shared/kernel', 'shared/organisation'],
  'shared/archive': ['shared/kernel', 'shared/organisation', 'shared/documents'],
  'shared/words': ['shared/kernel', 'shared/organisation', 'shared/documents', 'shared/archive'],
};
const shared = Object.keys(mayImport);
Object.assign(mayImport, {
  'functions/ports': shared,
  'functions/adapters': [...shared, 'functions/ports'],
  'functions/paper': [...shared, 'functions/ports'],
  'functions/app': [...shared, 'functions/ports'],
  'functions/http': [...shared, 'functions/ports', 'functions/app'],
  'functions/config.ts': [...shared, 'functions/ports'],
  'functions/aws-config.ts': [...shared, 'functions/ports', 'functions/config.ts'],
  'functions/platform.ts': [...shared, 'functions/aws-config.ts'],
  'functions/entry': [
    ...shared,
    'functions/ports',
    'functions/adapters',
    'functions/paper',
    'functions/app',
    'functions/http',
    'functions/config.ts',
    'functions/aws-config.ts',
    'functions/platform.ts',
  ],
  // Infrastructure reads the table of functions and the rows of the contracts; no rule and no adapter.
  infra: [...shared, 'functions/ports', 'functions/config.ts', 'functions/aws-config.ts', 'functions/platform.ts'],
});
/** Pure packages only: no Node, no AWS, no I/O. */
const SHARED_PACKAGES = /^(zod|canonicalize|diff|@noble\/hashes\/.+)$/;

const folderOf = (path: string) => (path.startsWith('infra/') ? 'infra' : path.split('/').slice(0, 2).join('/'));
const sources = (root: string) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${root}/${file}`);
const files = ['shared', 'functions', 'infra'].filter((root) => existsSync(root)).flatMap(sources);
const text = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
const imports = files.flatMap((file) =>
  [
    ...(text.get(file) ?? '').matchAll(/(?:^(?:import|export)(?:[^'";]*?\sfrom)?\s+|\bimport\(\s*)['"]([^'"]+)['"]/gm),
  ].map(([, to = '']) => ({ file, to })),
);
const targetOf = (file: string, to: string) => normalize(`${dirname(file)}/${to}`);

it('reads the code that it claims to guard', () => {
  expect(files.length).toBeGreaterThan(200);
  expect(imports.length).toBeGreaterThan(files.length);
});

it('is acyclic by construction: a folder names only folders above it', () => {
  const names = Object.keys(mayImport);
  for (const [name, allowed] of Object.entries(mayImport))
    for (const target of allowed)
      expect(names.indexOf(target), `${name} -> ${target}`).toBeLessThan(names.indexOf(name));
});

it('each folder imports only what stands to its left', () => {
  const wrong = imports
    .filter(({ to }) => to.startsWith('.') && to !== '../cdk.json')
    .filter(({ file, to }) => {
      const from = folderOf(file);
      return ![from, ...(mayImport[from] ?? [])].includes(folderOf(targetOf(file, to)));
    });
  expect(wrong.map(({ file, to }) => `${file} -> ${to}`)).toEqual([]);
});

it('shared uses pure packages only, and nothing that has a clock, randomness, a process or a promise', () => {
  const packages = imports.filter(
    ({ file, to }) => file.startsWith('shared/') && !to.startsWith('.') && !SHARED_PACKAGES.test(to),
  );
  expect(packages.map(({ file, to }) => `${file} -> ${to}`)).toEqual([]);
  const impure = files
    .filter((file) => file.startsWith('shared/') && file !== 'shared/kernel/time.ts')
    .filter((file) =>
      /\bnew Date\(|\bDate\.(now|parse)\(|\bMath\.random\(|\bprocess\.(?:env|argv|exit|cwd|stdout|stderr|on|once)\b|\bawait (?!confirmation)|\bconsole\./.test(
        text.get(file) ?? '',
      ),
    );
  expect(impure).toEqual([]);
});

it('only functions/entry reads the environment', () => {
  expect(
    files.filter((file) => !file.startsWith('functions/entry/') && /process\.env\b/.test(text.get(file) ?? '')),
  ).toEqual([]);
});

it('has no cycle between files', () => {
  const known = new Set(files);
  const edges = new Map<string, string[]>();
  for (const { file, to } of imports) {
    const target = to.startsWith('.') ? targetOf(file, to) : undefined;
    if (target !== undefined && known.has(target)) edges.set(file, [...(edges.get(file) ?? []), target]);
  }
  const done = new Set<string>();
  const visit = (file: string, path: string[]): string[] | undefined => {
    const at = path.indexOf(file);
    if (at >= 0) return [...path.slice(at), file];
    if (done.has(file)) return undefined;
    for (const next of edges.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  expect(files.map((file) => visit(file, [])).find((cycle) => cycle !== undefined)).toBeUndefined();
});
