import type { OfficeFile } from '../app/seed-office.ts';
import type { LocalConfig } from '../config.ts';
import type { Listen } from './listen.ts';

export type SetUpOptions = {
  args: readonly string[];
  config: LocalConfig;
  read: (config: LocalConfig) => OfficeFile | undefined;
  write: (config: LocalConfig, office: OfficeFile) => OfficeFile;
  listen: Listen;
  log: (line: Record<string, unknown>) => void;
  print: (line: string) => void;
  fail: (message: string) => never;
};

/** Thiết lập cơ quan thật. */
export const setUpOffice = async (o: SetUpOptions): Promise<void> => o.fail(`chưa thiết lập: ${o.config.DATA_DIR}`);
