import { canonicalHash } from '../kernel/event-record.ts';
import type { Hash } from '../kernel/ids.ts';
import type { Content } from './content.ts';

/** What checks, approval and signature are bound to: SHA-256 over the RFC 8785 canonical JSON of the structured content. */
export const contentHashOf = (content: Content): Hash => canonicalHash(content);
