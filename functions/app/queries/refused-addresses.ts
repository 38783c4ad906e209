import * as z from 'zod';
import { refuse } from '../../../shared/kernel/refusal.ts';
import { holdingsOn, positionOf } from '../../../shared/organisation/directory.ts';
import { Standing } from '../../../shared/organisation/standing.ts';
import { authorityRef } from '../../../shared/organisation/standing-events.ts';
import type { QueryHandler } from '../call.ts';
import { REFUSED, RefusedAddress } from '../notify/refused-address.ts';
import { loadState } from '../project/load-state.ts';
import type { ReadPorts } from './caller.ts';
import { data, query } from './query.ts';

const BOUND = 200;

/** Địa chỉ bị từ chối: for administrators, who can set another one; an address that its person no longer has is no longer shown. */
export const refusedAddresses = (ports: ReadPorts): QueryHandler =>
  query(ports, z.object({}), async ({ asker }) => {
    const administers = holdingsOn(asker.standing, asker.today).some(
      (held) => positionOf(asker.organisation, held.position)?.rank === 'administrator',
    );
    if (!administers) return refuse('forbidden', 'organisation.not-permitted');
    const { rows } = await ports.views.query({ pk: REFUSED, limit: BOUND });
    const refused = rows.map((row) => RefusedAddress.parse(row.data));
    const items = await Promise.all(
      refused.map(async ({ person, address, at }) => {
        const standing = (await loadState(ports.store, authorityRef(person), Standing))?.state;
        return standing?.email === address ? [{ person, name: standing.name, email: standing.email, at }] : [];
      }),
    );
    return data({ items: items.flat() });
  });
