import { randomBytes } from 'node:crypto';
import {
  boolean,
  children,
  equalBytes,
  integer,
  integerBytes,
  nothing,
  octetString,
  oid,
  readDer,
  sequence,
} from '../../shared/kernel/der.ts';
import type { Timestamper } from '../ports/timestamp.ts';
import { OID } from './oids.ts';
import { checkTimestamp } from './verify/timestamp.ts';

/** Carries one DER TimeStampReq to an authority and brings the DER TimeStampResp back. */
export type TimestampTransport = (request: Uint8Array) => Promise<Uint8Array>;

const requestFor = (imprint: Uint8Array, nonce: Uint8Array): Uint8Array =>
  sequence(
    integer(1),
    sequence(sequence(oid(OID.sha256), nothing()), octetString(imprint)),
    integerBytes(nonce),
    boolean(true),
  );

/**
 * RFC 3161 client (dấu thời gian): checks status, imprint, nonce, the authority's chain and its key purpose before it hands the token on.
 * A token that fails any of them is an error, never a signature without time.
 */
export const timestamper = (o: { send: TimestampTransport; roots: readonly Uint8Array[] }): Timestamper => ({
  async stamp(imprint) {
    const nonce = new Uint8Array([0x01, ...randomBytes(8)]);
    const response = await o.send(requestFor(imprint, nonce));
    const [status, token] = children(readDer(response)) ?? [];
    const code = children(status)?.[0]?.content[0];
    if ((code !== 0 && code !== 1) || token === undefined)
      throw new Error(`the time stamp authority refused: ${code ?? 'unreadable'}`);
    const checked = checkTimestamp(token.whole, { imprint, roots: o.roots });
    if (!checked.ok) throw new Error(`the time stamp is not acceptable: ${checked.problem}`);
    if (checked.nonce === undefined || !equalBytes(checked.nonce, nonce))
      throw new Error('the time stamp answers another request');
    return token.whole;
  },
});

/** Over HTTP (RFC 3161, 3.4). */
export const httpTimestamper = (url: string, roots: readonly Uint8Array[]): Timestamper =>
  timestamper({
    roots,
    async send(request) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/timestamp-query' },
        body: new Uint8Array(request),
        redirect: 'error',
        signal: AbortSignal.timeout(5_000),
      });
      if (!response.ok) throw new Error(`the time stamp authority answered ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    },
  });

/** In this process, e.g. the demo authority's `respond`. */
export const localTimestamper = (respond: TimestampTransport, roots: readonly Uint8Array[]): Timestamper =>
  timestamper({ send: respond, roots });
