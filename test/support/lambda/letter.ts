import { relationsOf } from '../../../functions/entry/demo-fill.ts';
import { type Journey, type JourneyPeople, walk } from '../../../functions/entry/journey.ts';
import type { Stage } from './stage.ts';

const NOT_TOLD = { draft: '', submit: '', review: '', format: '', sign: '', issue: '' };

export type Issued = { journey: Journey; people: JourneyPeople };

/** Công văn 3073 from an empty draft to its number, each act by its person through the gateway; then everything that follows by itself. */
export const issueLetter = async (stage: Stage): Promise<Issued> => {
  const { letter, world } = stage;
  const { roles } = letter;
  const people: JourneyPeople = {
    drafter: await stage.as(roles.drafter),
    contentReviewer: await stage.as(roles.contentReviewer),
    formatReviewer: await stage.as(roles.formatReviewer),
    signer: await stage.as(roles.signer),
    clerk: await stage.as(roles.clerk),
  };
  const { agency, year } = world.filePlan;
  const journey = await walk({
    document: letter,
    dossier: `${agency}.${year}.${letter.dossier}`,
    relations: relationsOf(world, letter),
    people,
    times: NOT_TOLD,
    act: (_, work) => work(),
    settle: stage.settle,
  });
  return { journey, people };
};
