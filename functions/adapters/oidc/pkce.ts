import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base64url } from 'jose';

/** RFC 7636 `S256`. */
export const pkceChallenge = (verifier: string): string => base64url.encode(sha256(utf8ToBytes(verifier)));
