import { beforeAll, expect, it } from 'vitest';
import type { Answered } from '../../functions/entry/api-client.ts';
import type { LocalPorts } from '../../functions/entry/local-ports.ts';
import type { Store } from '../../functions/ports/store.ts';
import { aStoryOffice, done, PEOPLE } from '../support/office.ts';
import {
  aDraft,
  aReadySignature,
  aReviewedDraft,
  aSignedDocument,
  heading,
  letter,
  look,
} from '../support/office-documents.ts';

// Architecture §4: an act is one load of what it changes, at most two loads of facts beside the directory, and one commit.
type Calls = { load: number; commit: number; other: number };
const calls: Calls = { load: 0, commit: 0, other: 0 };
const counted = (store: Store): Store => ({
  load: (...asked) => {
    calls.load += 1;
    return store.load(...asked);
  },
  commit: (write) => {
    calls.commit += 1;
    return store.commit(write);
  },
  changes: (...asked) => {
    calls.other += 1;
    return store.changes(...asked);
  },
  history: (...asked) => {
    calls.other += 1;
    return store.history(...asked);
  },
  heads: (...asked) => {
    calls.other += 1;
    return store.heads(...asked);
  },
  close: () => store.close(),
});
const office = aStoryOffice({ adapt: (ports: LocalPorts) => ({ ...ports, store: counted(ports.store) }) });

/** Store calls of one request. Reactions run in `settle`, outside the count. */
const callsOf = async (act: () => Promise<Answered>): Promise<Calls> => {
  await office().settle();
  const before = { ...calls };
  done(await act());
  return {
    load: calls.load - before.load,
    commit: calls.commit - before.commit,
    other: calls.other - before.other,
  };
};
const measured: Record<string, Calls> = {};
const measure = async (verb: string, act: () => Promise<Answered>): Promise<void> => {
  measured[verb] = await callsOf(act);
};

const drafting = async () => {
  const drafter = await office().browser('drafter');
  await measure('start', () => drafter.post('/api/documents', { heading: heading(), content: letter() }));
  const paper = await aDraft(office());
  const at = paper.path;
  await measure('lock', () => drafter.post(at('lock')));
  await measure('unlock', () => drafter.post(at('unlock')));
  await measure('edit', () =>
    drafter.post(at('edit'), { base: paper.contentHash, content: letter('bản hai') }, { 'if-match': '"3"' }),
  );
  const { contentHash } = (await look(office(), 'drafter', paper)).document;
  await measure('restore-version', () => drafter.post(at('restore-version'), { base: contentHash, version: 1 }));
  await measure('relations', () => drafter.post(at('relations'), { relations: [] }));
  await measure('consult', () => drafter.post(at('consultations'), { units: ['SNV', 'STC'], question: 'Xin ý kiến' }));
  const asked = { contentHash: paper.contentHash, position: 'agree' };
  for (const [unit, person] of [
    ['SNV', PEOPLE.departmentHead],
    ['STC', 'p15'],
  ] as const) {
    const head = await office().browser(person);
    await measure('give-opinion', () => head.post(at(`consultations/1/opinions/${unit}`), asked));
  }
  await measure('close-consultation', () => drafter.post(at('consultations/1/close')));
  await measure('submit', () => drafter.post(at('submit'), { contentHash: paper.contentHash }));
  const checker = await office().browser('roomHead');
  await measure('pass-check', () => checker.post(at('pass-check'), { contentHash: paper.contentHash }));
  await measure('withdraw', () => drafter.post(at('withdraw'), { reason: 'Bổ sung số liệu' }));
  await measure('abandon', () => drafter.post(at('abandon'), { reason: 'Không cần nữa' }));
};

const deciding = async () => {
  const approved = await aReviewedDraft(office());
  const chair = await office().browser('chair');
  await measure('approve', () => chair.post(approved.path('approve'), { contentHash: approved.contentHash }));
  await measure('revoke-approval', () => chair.post(approved.path('revoke-approval'), { reason: 'Xem lại một ý' }));
  await measure('prepare-signature', () =>
    chair.post(approved.path('prepare-signature'), { contentHash: approved.contentHash }),
  );
  await measure('return', () =>
    chair.post(approved.path('return'), { contentHash: approved.contentHash, reason: 'Bổ sung căn cứ' }),
  );
  const paper = await aReviewedDraft(office());
  const { signer, body } = await aReadySignature(office(), paper);
  await measure('sign', () => signer.post(paper.path('sign'), body));
  await office().settle();
  const clerk = await office().browser('clerk');
  await measure('return-signed', () => clerk.post(paper.path('return-signed'), { reason: 'Sai thể thức nơi nhận' }));
};

const issuing = async () => {
  const clerk = await office().browser('clerk');
  const signed = await aSignedDocument(office());
  await office().settle();
  const intent = await clerk.stepUp('issue', [{ id: signed.id, hash: signed.fileHash }]);
  await measure('issue', () => clerk.post(signed.path('issue'), { fileHash: signed.fileHash, intent }));
  const head = await office().browser('roomHead');
  const grant = { key: 'unit:SXD', reason: 'Phối hợp kiểm tra' };
  await measure('grant-reader', () => head.post(signed.path('readers'), grant));
  await measure('confirm-grant', () => clerk.post(signed.path('readers/confirm'), { key: grant.key }));
  await office().settle();
  const { document } = await look(office(), 'clerk', signed);
  const line =
    document.status === 'issued'
      ? document.dispatch.lines.find((one) => one.target.kind === 'unit' && one.target.unit === 'SNV')
      : undefined;
  const registry = await office().browser('departmentClerk');
  await measure('receive', () => registry.post(signed.path(`deliveries/${line?.id}/receive`)));
  await measure('hand-on', () => registry.post(signed.path(`deliveries/${line?.id}/hand-on`), { to: 'SNV-CCVC' }));
};

beforeAll(async () => {
  await drafting();
  await deciding();
  await issuing();
}, 60_000);

/** These first have to find which other stream they write: the register of the series, the opinions of the round. */
const FINDS_FIRST = ['consult', 'close-consultation', 'issue'];

it('each verb commits once and reads nothing but state', () => {
  const verbs = Object.entries(measured);
  expect(verbs).toHaveLength(24);
  for (const [verb, { commit, other }] of verbs) expect([verb, commit, other]).toEqual([verb, 1, 0]);
});

it('each verb loads its document once, and its facts in at most two strongly consistent reads', () => {
  const most = Object.keys(measured).map((verb) => [verb, FINDS_FIRST.includes(verb) ? 4 : 3]);
  const over = Object.entries(measured).filter(([verb, { load }]) => load > Number(Object.fromEntries(most)[verb]));
  expect(over).toEqual([]);
});

it('the chair, who leads the field and lends nobody’s authority, signs after two loads', () => {
  expect(measured.sign).toEqual({ load: 2, commit: 1, other: 0 });
});
