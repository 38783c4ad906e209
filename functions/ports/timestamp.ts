/** RFC 3161: SHA-256 of the signature value in, DER TimeStampToken (ContentInfo) out. Throws when the authority cannot be reached or refuses. */
export interface Timestamper {
  stamp(sha256: Uint8Array): Promise<Uint8Array>;
}
