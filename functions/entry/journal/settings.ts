import * as z from 'zod';

/** Where one machine keeps its office (`DATA_DIR`) and, apart from it, its anchors (`ANCHOR_DIR`). */
export const JournalSettings = z.object({
  DATA_DIR: z.string().min(1).default('.data'),
  ANCHOR_DIR: z.string().min(1).default('.anchors'),
});
export const journalSettings = (): { dataDir: string; anchorDir: string } => {
  const { DATA_DIR, ANCHOR_DIR } = JournalSettings.parse(process.env);
  return { dataDir: DATA_DIR, anchorDir: ANCHOR_DIR };
};
