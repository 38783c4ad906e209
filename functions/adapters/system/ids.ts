import { randomBytes } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { Ids } from '../../ports/ids.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** 128 bits in lower-case base32 (RFC 4648 alphabet, no padding): 26 characters. */
export const base32 = (bytes: Uint8Array): string => {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >> bits) & 31] ?? '';
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + (ALPHABET[(held << (5 - bits)) & 31] ?? '') : text;
};

export const systemIds = (): Ids => {
  const ulid = monotonicFactory();
  return { ulid: () => ulid(), code: () => base32(randomBytes(16)) };
};
