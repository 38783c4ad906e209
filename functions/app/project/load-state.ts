import type * as z from 'zod';
import { Document } from '../../../shared/documents/document.ts';
import type { StreamRef } from '../../../shared/kernel/event-record.ts';
import { Organisation } from '../../../shared/organisation/organisation.ts';
import type { Store } from '../../ports/store.ts';

/** State of a stream with its version; undefined when the stream is new. */
export const loadState = async <T>(
  store: Store,
  ref: StreamRef,
  schema: z.ZodType<T>,
): Promise<{ state: T; version: number } | undefined> => {
  const [stream] = (await store.load([ref])).streams;
  if (stream === undefined || stream.version === 0) return undefined;
  return { state: schema.parse(stream.state), version: stream.version };
};

export const loadDocument = (store: Store, id: string) => loadState(store, { aggregate: 'document', id }, Document);

export const NO_ORGANISATION: Organisation = {
  units: [],
  positions: [],
  fields: [],
  matters: [],
  standingRules: [],
  groups: [],
  series: [],
};

/** The structure of the deployment, parsed once per version: it is read with every question and changes rarely. */
export const makeLoadOrganisation = (store: Store): (() => Promise<Organisation>) => {
  let kept: { version: number; organisation: Organisation } | undefined;
  return async () => {
    const [stream] = (await store.load([{ aggregate: 'organisation', id: 'main' }])).streams;
    if (stream === undefined || stream.version === 0) return NO_ORGANISATION;
    if (kept?.version !== stream.version) {
      kept = { version: stream.version, organisation: Organisation.parse(stream.state) };
    }
    return kept.organisation;
  };
};
