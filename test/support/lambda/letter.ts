import { relationsOf } from '../../../functions/entry/demo-fill.ts';
import { type Act, type Journey, type JourneyPeople, walk } from '../../../functions/entry/journey.ts';
import type { Stage } from './stage.ts';

const NOT_TOLD = { draft: '', submit: '', review: '', format: '', sign: '', issue: '' };

export type Issued = { journey: Journey; people: JourneyPeople };

/** The five who bring a letter out, each signed in. */
export const thePeople = async ({ letter: { roles }, as }: Stage): Promise<JourneyPeople> => ({
  drafter: await as(roles.drafter),
  contentReviewer: await as(roles.contentReviewer),
  formatReviewer: await as(roles.formatReviewer),
  signer: await as(roles.signer),
  clerk: await as(roles.clerk),
});

/** Công văn 3073 from an empty draft to its number, each act by its person through the gateway; then everything that follows by itself. */
export const issueLetter = async (stage: Stage, o: { people?: JourneyPeople; act?: Act } = {}): Promise<Issued> => {
  const { letter, world } = stage;
  const people = o.people ?? (await thePeople(stage));
  const { agency, year } = world.filePlan;
  const journey = await walk({
    document: letter,
    dossier: `${agency}.${year}.${letter.dossier}`,
    relations: relationsOf(world, letter),
    people,
    times: NOT_TOLD,
    act: o.act ?? ((_, work) => work()),
    settle: stage.settle,
  });
  return { journey, people };
};
