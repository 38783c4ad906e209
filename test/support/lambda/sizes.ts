import type { Bundled } from '../../../infra/bundle.ts';

type Outputs = Bundled['outputs'];

/** The files that importing the handler loads, before any request. */
const filesAtOnce = (outputs: Outputs): string[] => {
  const seen = new Set<string>();
  const follow = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { path, kind } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' && outputs[path] !== undefined) follow(path);
  };
  const entry = Object.keys(outputs).find((file) => file.endsWith('/index.mjs'));
  if (entry === undefined) throw new Error('no entry among the outputs');
  follow(entry);
  return [...seen];
};
const bytesOf = (outputs: Outputs, files: readonly string[]): number =>
  files.reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);

/** Bytes of an asset's code: what its import loads at once, and everything that it may load later. */
export const sizesOf = ({ outputs }: Bundled): { atOnce: number; all: number } => ({
  atOnce: bytesOf(outputs, filesAtOnce(outputs)),
  all: bytesOf(
    outputs,
    Object.keys(outputs).filter((file) => file.endsWith('.mjs')),
  ),
});

/** Source files, packages included, inside the whole asset. */
export const sourcesOf = ({ outputs }: Bundled): string[] =>
  Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
