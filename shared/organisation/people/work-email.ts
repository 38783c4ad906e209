import * as z from 'zod';

/** The domain is compared without case (RFC 5321 §2.4); the part before it belongs to the receiving server and is kept as written. */
const lowerDomain = (address: string): string => {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}${address.slice(at).toLowerCase()}`;
};

/** Thư điện tử công vụ of a person: ASCII, at most 254 characters (RFC 5321 §4.5.3), its domain in lower case. ASCII is NFC as it stands. */
export const WorkEmail = z.email().max(254).overwrite(lowerDomain);
export type WorkEmail = z.infer<typeof WorkEmail>;
