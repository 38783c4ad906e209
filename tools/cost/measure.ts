import type { ApiClient } from '../../functions/entry/api-client.ts';
import { relationsOf } from '../../functions/entry/demo-fill.ts';
import { expectStatus, type Journey, type JourneyPeople, walk } from '../../functions/entry/journey.ts';
import type { OpenDemo } from '../../functions/entry/open-demo.ts';
import { Content } from '../../shared/documents/content.ts';
import { type Counted, openCounted } from './counted-office.ts';
import { difference, times, type Units, type Usage } from './usage.ts';

const ANY = '2023-09-14T09:10:00+07:00';
const TIMES = { draft: ANY, submit: ANY, review: ANY, format: ANY, sign: ANY, issue: ANY };
/** The same letter to a single department: what each further recipient costs is the difference. */
const ONE_ADDRESSEE = [{ line: 'Sở Nội vụ', purpose: 'implement', targets: [{ kind: 'unit', unit: 'SNV' }] }];

const outgoingOf = ({ world }: OpenDemo) => {
  const found = world.documents.find((one) => one.id === 'doc-3073');
  if (found?.kind !== 'outgoing') throw new Error('the demo world has no document 3073');
  return found;
};

type Outgoing = ReturnType<typeof outgoingOf>;

const journeyOf = (office: Counted, people: JourneyPeople, document: Outgoing): Promise<Journey> => {
  const { agency, year } = office.opened.world.filePlan;
  return walk({
    document,
    dossier: `${agency}.${year}.${document.dossier}`,
    relations: relationsOf(office.opened.world, document),
    people,
    times: TIMES,
    // Each act is carried on at once: on AWS nothing waits for a batch.
    act: async (_, work) => {
      const done = await work();
      await office.settle();
      return done;
    },
    settle: office.settle,
  });
};

type Stored = Units['stored']['document'];
type Walked = { journey: Journey; usage: Usage; stored: Stored; delivered: number };

/** One document's life, what it used and what it left behind. */
const lifeOf = async (office: Counted, people: JourneyPeople, document: Outgoing): Promise<Walked> => {
  const [before, delivered] = [await office.lying(), office.tally.delivered];
  const { value, usage } = await office.during(() => journeyOf(office, people, document));
  const after = await office.lying();
  const stored = {
    table: after.table - before.table,
    files: after.files - before.files,
    archive: after.archive - before.archive,
  };
  return { journey: value, usage, stored, delivered: office.tally.delivered - delivered };
};

const looksOf = async (office: Counted, reader: ApiClient, journey: Journey): Promise<Units['looks']> => {
  const look = async (...paths: string[]): Promise<Usage> => {
    const { usage } = await office.during(async () => {
      for (const path of paths) expectStatus(await reader.get(path), 200, path);
    });
    return usage;
  };
  const at = (tail: string) => `/api/documents/${journey.id}${tail}`;
  const signIn = await office.during(() => office.browser(reader.person).signIn());
  await office.opened.ports.search.refresh();
  return {
    signIn: signIn.usage,
    inbox: await look('/api/inbox'),
    open: await look(at(''), at('/content'), at('/timeline')),
    pdf: await look(at('/pdf')),
    search: await look(`/api/archive/search?text=${encodeURIComponent('kỷ luật, kỷ cương')}`),
    verify: (await office.during(() => reader.raw(`/xac-thuc/${journey.verificationCode}`))).usage,
  };
};

const peopleOf = async (office: Counted, { roles }: Outgoing): Promise<JourneyPeople> => {
  const signedIn = async (person: string): Promise<ApiClient> => {
    const client = office.browser(person);
    await client.signIn();
    return client;
  };
  return {
    drafter: await signedIn(roles.drafter),
    contentReviewer: await signedIn(roles.contentReviewer),
    formatReviewer: await signedIn(roles.formatReviewer),
    signer: await signedIn(roles.signer),
    clerk: await signedIn(roles.clerk),
  };
};

const backgroundOf = async (office: Counted): Promise<Units['background']> => {
  const sweep = await office.during(() => office.opened.office.sweep());
  const anchored = await office.during(() => office.opened.office.anchor('daily'));
  if (anchored.usage.signatures === 0) throw new Error('looks are journalled, so there was something to anchor');
  const anchor = await office.during(() => office.opened.office.anchor('daily'));
  return { sweep: sweep.usage, anchor: anchor.usage };
};

/** Walks two documents of the demo office through their lives on DynamoDB Local, with everything counted that AWS would bill. */
export const measureUnits = async (o: { endpoint: string; dataDir: string }): Promise<Units> => {
  const office = await openCounted(o);
  try {
    const wide = outgoingOf(office.opened);
    const people = await peopleOf(office, wide);
    const content = Content.parse({ ...wide.content, addressees: ONE_ADDRESSEE });
    const one = await lifeOf(office, people, { ...wide, content });
    const many = await lifeOf(office, people, wide);
    const more = many.delivered - one.delivered;
    const looks = await looksOf(office, people.drafter, many.journey);
    return {
      recipients: one.delivered,
      document: one.usage,
      recipient: times(difference(many.usage, one.usage), 1 / more),
      looks,
      background: await backgroundOf(office),
      stored: { document: one.stored, recipient: Math.round((many.stored.table - one.stored.table) / more) },
    };
  } finally {
    await office.close();
  }
};
