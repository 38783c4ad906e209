import * as z from 'zod';
import type { Answered, ApiClient } from './api-client.ts';
import type { DemoDocument } from './seed/demo-world.ts';

/** The story of one document, each act by the person whose act it is, through the API. */
export type JourneyPeople = {
  drafter: ApiClient;
  contentReviewer: ApiClient;
  formatReviewer: ApiClient;
  signer: ApiClient;
  clerk: ApiClient;
};
export type Journey = {
  id: string;
  display: string;
  verificationCode: string;
  fileHash: string;
  preparedPages: number;
};
/** Called before each act: prints it, sets the clock of the story. */
export type Act = <T>(act: { at: string; who: string; what: string }, work: () => Promise<T>) => Promise<T>;

export class StepFailed extends Error {}
export const expectStatus = (answered: Answered, status: number, what: string): Answered => {
  if (answered.status !== status)
    throw new StepFailed(`${what}: HTTP ${answered.status} ${JSON.stringify(answered.data)}`);
  return answered;
};

const Started = z.object({ id: z.string(), contentHash: z.string() });
const PreparedAnswer = z.object({ preparedDigest: z.string(), pages: z.number() });
const SignedAnswer = z.object({ fileHash: z.string(), verificationCode: z.string() });
const IssuedAnswer = z.object({ display: z.string(), date: z.string() });

type Outgoing = Extract<DemoDocument, { kind: 'outgoing' }>;
export type Times = Record<'draft' | 'submit' | 'review' | 'format' | 'sign' | 'issue', string>;

const headingOf = (document: Outgoing, dossier: string | undefined) => ({
  type: document.type,
  issuer: document.issuer,
  competence: document.competence,
  field: document.field,
  draftingUnit: document.draftingUnit,
  urgency: document.urgency,
  ...(document.type === 'official-letter' ? { symbolSuffix: document.field } : {}),
  ...(dossier === undefined ? {} : { dossier }),
});

/** From an empty draft to a numbered document; sealing, filing and dispatch roll on by themselves. */
export const walk = async (o: {
  document: Outgoing;
  dossier?: string;
  relations: unknown[];
  people: JourneyPeople;
  times: Times;
  act: Act;
  /** Lets reactions and views catch up. */
  settle: () => Promise<unknown>;
}): Promise<Journey> => {
  const { people, act, times } = o;
  const { drafter, contentReviewer, formatReviewer, signer, clerk } = people;
  const draft = await act({ at: times.draft, who: 'drafter', what: 'soạn thảo' }, async () =>
    Started.parse(
      expectStatus(
        await drafter.post('/api/documents', {
          heading: headingOf(o.document, o.dossier),
          content: o.document.content,
          relations: o.relations,
        }),
        200,
        'soạn thảo',
      ).data,
    ),
  );
  const at = (tail: string) => `/api/documents/${draft.id}/${tail}`;
  const { contentHash } = draft;
  await act({ at: times.submit, who: 'drafter', what: 'trình lãnh đạo đơn vị' }, async () =>
    expectStatus(await drafter.post(at('submit'), { contentHash }), 200, 'trình'),
  );
  await o.settle();
  await act({ at: times.review, who: 'contentReviewer', what: 'kiểm tra nội dung, ký nháy' }, async () =>
    expectStatus(
      await contentReviewer.post(at('pass-check'), { contentHash, endorse: true }),
      200,
      'kiểm tra nội dung',
    ),
  );
  await act({ at: times.format, who: 'formatReviewer', what: 'kiểm tra thể thức, ký nháy' }, async () =>
    expectStatus(await formatReviewer.post(at('pass-check'), { contentHash, endorse: true }), 200, 'kiểm tra thể thức'),
  );
  const prepared = await act({ at: times.sign, who: 'signer', what: 'xem trang ký' }, async () =>
    PreparedAnswer.parse(
      expectStatus(await signer.post(at('prepare-signature'), { contentHash }), 200, 'chuẩn bị trang ký').data,
    ),
  );
  const signed = await act({ at: times.sign, who: 'signer', what: 'duyệt và ký số' }, async () => {
    const intent = await signer.stepUp('sign', [{ id: draft.id, hash: prepared.preparedDigest }]);
    return SignedAnswer.parse(
      expectStatus(
        await signer.post(at('sign'), { contentHash, preparedDigest: prepared.preparedDigest, intent }),
        200,
        'ký',
      ).data,
    );
  });
  const issued = await act({ at: times.issue, who: 'clerk', what: 'cấp số, đóng dấu, phát hành' }, async () => {
    const intent = await clerk.stepUp('issue', [{ id: draft.id, hash: signed.fileHash }]);
    return IssuedAnswer.parse(
      expectStatus(await clerk.post(at('issue'), { fileHash: signed.fileHash, intent }), 200, 'phát hành').data,
    );
  });
  await o.settle();
  return {
    id: draft.id,
    display: issued.display,
    verificationCode: signed.verificationCode,
    fileHash: signed.fileHash,
    preparedPages: prepared.pages,
  };
};
