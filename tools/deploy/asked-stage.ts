import { loadStage, type StageConfig, stageNames } from '../../infra/stage.ts';

/** The stage of that file name (which need not be the name of the stage); every AWS client that this process makes afterwards asks in its region. Throws a sentence when there is none. */
export const askedStage = (name: string | undefined): { stage: StageConfig; file: string } => {
  if (name === undefined) throw new Error(`Hãy nêu giai đoạn: --stage TÊN; hiện có: ${stageNames().join(', ')}.`);
  const stage = loadStage(name);
  process.env.AWS_REGION = stage.region;
  return { stage, file: name };
};

/** Runs a tool to its end: a thrown sentence is told, and the exit code says whether all went well. */
export const finish = async (work: () => Promise<boolean>): Promise<void> => {
  try {
    process.exitCode = (await work()) ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
};
