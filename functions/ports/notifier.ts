import type { PersonId } from '../../shared/kernel/ids.ts';

/** A message to one person's mailbox. Plain text; no content of a document beyond its number and subject (trích yếu). */
export type Notice = {
  to: string;
  person: PersonId;
  subject: string;
  text: string;
  /** Same key, same message: a sender that can tell (or that remembers) sends it once. */
  key: string;
};

/** Sends mail. Throws when the service cannot be reached or refuses for now; `refused` when this address can never be served. */
export interface Notifier {
  send(notice: Notice): Promise<'sent' | 'refused'>;
}
