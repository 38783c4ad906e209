import type { Hono } from 'hono';
import * as z from 'zod';
import { Instant } from '../../shared/kernel/time.ts';
import { type ApiClient, apiClient } from './api-client.ts';
import type { Office } from './compose.ts';
import { demoStory, type StoryDocument } from './demo-story.ts';
import { type Act, expectStatus, type JourneyPeople, walk } from './journey.ts';
import type { DemoWorld } from './seed/demo-world.ts';

export type FillOptions = {
  office: Office;
  world: DemoWorld;
  root: Hono;
  publicUrl: string;
  pin: string;
  clock: { hold: (at: Instant) => void; release: () => void };
};

const at = (text: string) => Instant.parse(new Date(text).toISOString());
const Started = z.object({ id: z.string(), contentHash: z.string() });
const Prepared = z.object({ preparedDigest: z.string() });

type Stage = {
  client: (person: string) => Promise<ApiClient>;
  settle: () => Promise<unknown>;
  clock: FillOptions['clock'];
};

/** Each step is the act of the person whose act it is; a story stops where it waits for somebody. */
const tell = async (stage: Stage, story: StoryDocument): Promise<void> => {
  let id = '';
  let contentHash = '';
  for (const step of story.steps) {
    stage.clock.hold(at(step.at));
    const person = await stage.client(step.by);
    const post = async (tail: string, body: unknown) =>
      expectStatus(await person.post(`/api/documents/${id}/${tail}`, body), 200, `${story.title}: ${step.by}`).data;
    if (step.act === 'start') {
      const started = Started.parse(
        expectStatus(
          await person.post('/api/documents', { heading: story.heading, content: story.content }),
          200,
          story.title,
        ).data,
      );
      id = started.id;
      contentHash = started.contentHash;
    } else if (step.act === 'sign') {
      const { preparedDigest } = Prepared.parse(await post('prepare-signature', { contentHash }));
      const intent = await person.stepUp('sign', [{ id, hash: preparedDigest }]);
      await post('sign', { contentHash, preparedDigest, intent });
    } else {
      await post(step.act.path, step.act.body(contentHash));
    }
    await stage.settle();
  }
};

/** The first morning of the demo: Công văn 3073 was issued a month ago, and a document waits in every state for somebody. */
export const fillDemo = async (o: FillOptions): Promise<void> => {
  const clients = new Map<string, ApiClient>();
  const client = async (person: string): Promise<ApiClient> => {
    const known = clients.get(person);
    if (known !== undefined) return known;
    const made = apiClient(
      { fetch: async (request) => o.root.fetch(request), baseUrl: o.publicUrl, pin: o.pin },
      person,
    );
    await made.signIn();
    clients.set(person, made);
    return made;
  };
  const settle = () => o.office.relay.drain();
  await issue3073(o, client, settle);
  for (const story of demoStory()) await tell({ client, settle, clock: o.clock }, story);
  o.clock.release();
};

const issue3073 = async (
  o: FillOptions,
  client: (person: string) => Promise<ApiClient>,
  settle: () => Promise<unknown>,
): Promise<void> => {
  const document = o.world.documents.find((one) => one.id === 'doc-3073');
  if (document?.kind !== 'outgoing') throw new Error('the demo world has no document 3073');
  const { roles } = document;
  const people: JourneyPeople = {
    drafter: await client(roles.drafter),
    contentReviewer: await client(roles.contentReviewer),
    formatReviewer: await client(roles.formatReviewer),
    signer: await client(roles.signer),
    clerk: await client(roles.clerk),
  };
  const act: Act = (step, work) => {
    o.clock.hold(at(step.at));
    return work();
  };
  const plan = o.world.filePlan;
  await walk({
    document,
    dossier: `${plan.agency}.${plan.year}.${document.dossier}`,
    relations: relationsOf(o.world, document),
    people,
    act,
    settle,
    times: {
      draft: '2023-09-14T09:10:00+07:00',
      submit: '2023-09-14T10:05:00+07:00',
      review: '2023-09-14T16:20:00+07:00',
      format: '2023-09-15T10:00:00+07:00',
      sign: '2023-09-18T08:31:00+07:00',
      issue: '2023-09-18T09:02:11+07:00',
    },
  });
};

type Outgoing = Extract<DemoWorld['documents'][number], { kind: 'outgoing' }>;
/** As cited: number, date and type of what it implements and refers to. */
export const relationsOf = (world: DemoWorld, document: Outgoing): unknown[] =>
  document.relations.map(({ kind, to }) => {
    const known = world.documents.find((one) => one.id === to);
    return {
      kind,
      display: known?.display ?? to,
      ...(known === undefined ? {} : { date: known.date }),
      ...(known?.kind === 'reference' ? { typeName: known.typeName } : {}),
    };
  });
