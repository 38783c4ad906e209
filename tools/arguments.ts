import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The arguments of a command; `--help` prints the text and ends, and so does an argument that the command does not know. */
export const parsed = <T extends ParseArgsConfig>(help: string, config: T): ReturnType<typeof parseArgs<T>> => {
  if (process.argv.includes('--help')) {
    console.log(help);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    process.exit(2);
  }
};
