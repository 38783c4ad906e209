import type { KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { aliasOf } from '../../adapters/kms/alias.ts';
import { certificateRequest } from '../../adapters/kms/certificate-request.ts';
import { certificateSubject } from './certificate-subject.ts';

/**
 * What an operator may ask the signing role for: a PKCS#10 request (RFC 2986) for a key that nobody else can sign with. It names the key and its
 * holder and can be taken for nothing else: what is signed begins as a certificate request, never as the attributes of a signature.
 */
export const CertificateErrand = z.strictObject({
  certificateRequest: z.strictObject({
    key: z.string().regex(/^(seal|anchor):[A-Za-z0-9][A-Za-z0-9_-]*$/),
    subject: z.string().min(1).max(400),
  }),
});
export type CertificateErrand = z.infer<typeof CertificateErrand>;

/** The request in PEM; a subject that cannot be read is told in a sentence. */
export const answerErrand = async (
  { certificateRequest: asked }: CertificateErrand,
  o: { kms: KMSClient; aliasPrefix: string },
): Promise<{ pem: string } | { problem: string }> => {
  const subject = certificateSubject(asked.subject);
  if (!subject.ok) return { problem: subject.error };
  const alias = aliasOf(o.aliasPrefix, asked.key);
  return { pem: await certificateRequest({ client: o.kms, alias, subject: subject.value }) };
};
