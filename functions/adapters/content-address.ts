import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Hash } from '../../shared/kernel/ids.ts';

/** One part of an address: no separators, no way up. */
export const Segment = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'name');

export const hashOfBytes = (bytes: Uint8Array): Hash => Hash.parse(createHash('sha256').update(bytes).digest('hex'));

export type FileAddress = { area: string; owner: string; hash: Hash };
/** `{area}/{owner}/{sha256}`: every part is checked, so no name leads elsewhere. */
export const contentAddress = ({ area, owner, hash }: FileAddress): string =>
  `${Segment.parse(area)}/${Segment.parse(owner)}/${Hash.parse(hash)}`;

/** Slots may have any name, so the name's hash stands for it; two letters of fan-out keep directories small. */
export const slotAddress = (slot: string): string => {
  const name = hashOfBytes(Buffer.from(slot, 'utf8'));
  return `slots/${name.slice(0, 2)}/${name}`;
};

/** What is thrown when stored bytes are no longer those that the name says, and no kept copy has them. */
export const damaged = (address: string): Error => new Error(`stored file ${address} is damaged`);
