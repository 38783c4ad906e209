import * as z from 'zod';
import { LocalConfig } from '../../config.ts';
import { type MachineStore, openStore, storeProblem } from '../machine-store.ts';
import { storeSettings } from '../outside-settings.ts';

/** Where one machine keeps its office (`DATA_DIR`) and, apart from it, its anchors (`ANCHOR_DIR`). */
export const JournalSettings = z.object({
  DATA_DIR: z.string().min(1).default('.data'),
  ANCHOR_DIR: z.string().min(1).default('.anchors'),
});
export const journalSettings = (): { dataDir: string; anchorDir: string } => {
  const { DATA_DIR, ANCHOR_DIR } = JournalSettings.parse(process.env);
  return { dataDir: DATA_DIR, anchorDir: ANCHOR_DIR };
};

/** The store named by the environment, for the tools; undefined when the disk has everything. Throws the sentence that says what is wrong with it. */
export const storeOfMachine = async (dataDir: string): Promise<MachineStore | undefined> => {
  const { missing, settings } = storeSettings(LocalConfig.parse(process.env));
  const problem = missing[0] ?? (await storeProblem(dataDir, settings));
  if (problem !== undefined) throw new Error(problem);
  return settings && openStore(settings);
};
