import * as z from 'zod';
import type { ApiClient } from '../../functions/entry/api-client.ts';
import { DocumentAnswer } from '../../shared/documents/query-answers.ts';
import { done, type Part, type Story } from './office.ts';

/** The least that the form asks of a công văn. */
export const letter = (subject = 'báo cáo tình hình thực hiện nhiệm vụ được giao') => ({
  subject,
  addressees: [
    { line: 'Sở Nội vụ', purpose: 'implement', targets: [{ kind: 'unit', unit: 'SNV' }] },
    { line: 'Sở Tài chính', purpose: 'implement', targets: [{ kind: 'unit', unit: 'STC' }] },
  ],
  blocks: [{ kind: 'paragraph', runs: [{ text: `UBND Thành phố yêu cầu các đơn vị ${subject}./.` }] }],
  recipients: [],
  fileCopy: 'NC',
});

export type HeadingChange = { type?: string } & Record<string, unknown>;
/** A letter of the committee from phòng Nội chính, signed by the chair. */
export const heading = (change: HeadingChange = {}) => ({
  type: 'official-letter',
  issuer: 'UBND-HN',
  competence: 'collective',
  field: 'NC',
  draftingUnit: 'VP-NC',
  urgency: 'normal',
  symbolSuffix: 'NC',
  ...change,
});

const Started = z.object({ id: z.string(), contentHash: z.string(), version: z.number() });
const Prepared = z.object({
  preparedDigest: z.string(),
  pages: z.number(),
  capacity: z.object({ lines: z.array(z.string()) }).loose(),
});
const Signed = z.object({ fileHash: z.string(), verificationCode: z.string() });
const Issued = z.object({ display: z.string(), date: z.string(), late: z.boolean() });

/** Who does what, when it is not the usual five. */
export type Cast = Record<'drafter' | 'contentReviewer' | 'formatReviewer' | 'signer' | 'clerk', Part>;
export const CAST: Cast = {
  drafter: 'drafter',
  contentReviewer: 'roomHead',
  formatReviewer: 'formatChecker',
  signer: 'chair',
  clerk: 'clerk',
};
export type Wanted = {
  heading?: HeadingChange;
  content?: Record<string, unknown>;
  relations?: unknown[];
  drafters?: string[];
  cast?: Partial<Cast>;
  /** Position of the signatory chosen at submission, when it is not the first computed one. */
  signer?: string;
};
export type Paper = { id: string; contentHash: string; cast: Cast; path: (tail: string) => string };

/** A draft in its drafter's hands. */
export const aDraft = async (story: Story, wanted: Wanted = {}): Promise<Paper> => {
  const cast = { ...CAST, ...wanted.cast };
  const drafter = await story.browser(cast.drafter);
  const started = Started.parse(
    done(
      await drafter.post('/api/documents', {
        heading: heading(wanted.heading),
        content: { ...letter(), ...wanted.content },
        drafters: wanted.drafters ?? [],
        ...(wanted.relations === undefined ? {} : { relations: wanted.relations }),
      }),
    ),
  );
  return {
    id: started.id,
    contentHash: started.contentHash,
    cast,
    path: (tail) => `/api/documents/${started.id}/${tail}`,
  };
};

export const aSubmittedDraft = async (story: Story, wanted: Wanted = {}): Promise<Paper> => {
  const paper = await aDraft(story, wanted);
  const drafter = await story.browser(paper.cast.drafter);
  const chosen = wanted.signer === undefined ? {} : { signer: wanted.signer };
  done(await drafter.post(paper.path('submit'), { contentHash: paper.contentHash, ...chosen }));
  return paper;
};

/** Content and form are checked; it waits for whoever will sign. A decision passes legal review too. */
export const aReviewedDraft = async (story: Story, wanted: Wanted = {}): Promise<Paper> => {
  const paper = await aSubmittedDraft(story, wanted);
  const checks: Part[] = [paper.cast.contentReviewer, paper.cast.formatReviewer];
  if (wanted.heading?.type === 'decision') checks.push('jurist');
  for (const part of checks) {
    const reviewer = await story.browser(part);
    done(await reviewer.post(paper.path('pass-check'), { contentHash: paper.contentHash }));
  }
  return paper;
};

export const anApprovedDraft = async (story: Story, wanted: Wanted = {}): Promise<Paper> => {
  const paper = await aReviewedDraft(story, wanted);
  const signer = await story.browser(paper.cast.signer);
  done(await signer.post(paper.path('approve'), { contentHash: paper.contentHash }));
  return paper;
};

export const prepare = async (signer: ApiClient, paper: Paper) =>
  Prepared.parse(done(await signer.post(paper.path('prepare-signature'), { contentHash: paper.contentHash })));

/** The page that the signer has seen, with the proof of presence for it: one click before the signature. */
export const aReadySignature = async (story: Story, paper: Paper) => {
  const signer = await story.browser(paper.cast.signer);
  const { preparedDigest, capacity } = await prepare(signer, paper);
  const intent = await signer.stepUp('sign', [{ id: paper.id, hash: preparedDigest }]);
  return { signer, capacity, body: { contentHash: paper.contentHash, preparedDigest, intent } };
};

export type SignedPaper = Paper & { fileHash: string; verificationCode: string };
export const sign = async (story: Story, paper: Paper): Promise<SignedPaper> => {
  const { signer, body } = await aReadySignature(story, paper);
  return { ...paper, ...Signed.parse(done(await signer.post(paper.path('sign'), body))) };
};
export const aSignedDocument = async (story: Story, wanted: Wanted = {}): Promise<SignedPaper> =>
  sign(story, await aReviewedDraft(story, wanted));

export type IssuedPaper = SignedPaper & { display: string; date: string; late: boolean };
export const issue = async (story: Story, paper: SignedPaper): Promise<IssuedPaper> => {
  const clerk = await story.browser(paper.cast.clerk);
  const intent = await clerk.stepUp('issue', [{ id: paper.id, hash: paper.fileHash }]);
  const issued = Issued.parse(done(await clerk.post(paper.path('issue'), { fileHash: paper.fileHash, intent })));
  await story.settle();
  return { ...paper, ...issued };
};
export const anIssuedDocument = async (story: Story, wanted: Wanted = {}): Promise<IssuedPaper> =>
  issue(story, await aSignedDocument(story, wanted));

/** The document as that person sees it. */
export const look = async (story: Story, part: Part, paper: { id: string }) =>
  DocumentAnswer.parse(done(await (await story.browser(part)).get(`/api/documents/${paper.id}`)));

export const approveAs = async (story: Story, part: string, paper: Paper) =>
  (await story.browser(part)).post(paper.path('approve'), { contentHash: paper.contentHash });
/** Page seen and presence proven: the click itself, to be made later. */
export const oneClickBeforeSigning = async (story: Story, paper: Paper) => {
  const { signer, body } = await aReadySignature(story, paper);
  return () => signer.post(paper.path('sign'), body);
};
