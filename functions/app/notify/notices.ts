import { EventBody, streamKey } from '../../../shared/kernel/event-record.ts';
import { officeDate } from '../../../shared/kernel/time.ts';
import { documentType } from '../../../shared/organisation/document-type.ts';
import { noticeText } from '../../../shared/words/notice.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Notice } from '../../ports/notifier.ts';
import type { Change, Store } from '../../ports/store.ts';
import type { Views } from '../../ports/views.ts';
import { displayOf } from '../project/document-line.ts';
import { makeLoadOrganisation } from '../project/load-state.ts';
import { type Asked, askOf } from './errand-of-change.ts';
import { type Recipient, recipientsOf } from './recipients.ts';

export type Notices = { of: (change: Change) => Promise<Notice[]> };

const actorOf = ({ by }: Asked): string => (by.title === by.name ? by.name : `${by.name}, ${by.title}`);

const noticeOf = (asked: Asked, to: Recipient & { email: string }, o: { key: string; publicUrl: string }): Notice => {
  const { document, reason, cause } = asked;
  const [due] = to.errands.flatMap((errand) => errand.due ?? []).toSorted();
  const words = noticeText({
    cause,
    actor: actorOf(asked),
    name: to.standing.name,
    tasks: [...new Set(to.errands.map((errand) => errand.task))],
    ...(due === undefined ? {} : { due }),
    ...(reason === undefined ? {} : { reason }),
    inPlaceOf: to.inPlaceOf,
    typeName: documentType(document.heading.type).name,
    display: displayOf(document),
    subject: document.subject,
    urgency: document.heading.urgency,
    link: `${o.publicUrl}/van-ban/${document.id}`,
  });
  const { person } = to.standing;
  return { to: to.email, person, key: `${o.key}:${person}`, ...words };
};

/**
 * Thư báo việc: the mails that a stored event causes, as things stand now. Nobody is told of their own act, and whoever has no address is not
 * told. The same change gives the same keys, so a sender that remembers them sends each once.
 */
export const makeNotices = (o: { store: Store; views: Views; clock: Clock; publicUrl: string }): Notices => {
  const loadOrganisation = makeLoadOrganisation(o.store);
  return {
    of: async (change) => {
      const { event } = EventBody.parse(JSON.parse(change.event.bytes));
      const ask = askOf(change.ref.aggregate, event.type);
      if (ask === undefined) return [];
      const now = o.clock.now();
      const scene = { organisation: await loadOrganisation(), today: officeDate(now) };
      const asked = await ask(o.store, change, scene);
      if (asked === undefined || asked.errands.length === 0) return [];
      const { store, views } = o;
      const recipients = await recipientsOf({ ...scene, store, views, now }, asked.document, asked.errands);
      const key = `${streamKey(change.ref)}#${change.event.seq}`;
      return recipients.flatMap((to) => {
        const { email, person } = to.standing;
        if (email === undefined || person === asked.by.person) return [];
        return [noticeOf(asked, { ...to, email }, { key, publicUrl: o.publicUrl })];
      });
    },
  };
};
