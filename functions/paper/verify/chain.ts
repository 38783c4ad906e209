import { X509Certificate } from 'node:crypto';
import { equalBytes } from '../../../shared/kernel/der.ts';

export type ChainCheck = { trusted: boolean; problem?: string };

const parse = (ders: readonly Uint8Array[]): X509Certificate[] =>
  ders.flatMap((der) => {
    try {
      return [new X509Certificate(der)];
    } catch {
      return [];
    }
  });
const issued = (by: X509Certificate, subject: X509Certificate): boolean => {
  try {
    return by.ca && subject.checkIssued(by) && subject.verify(by.publicKey);
  } catch {
    return false;
  }
};
const validAt = (certificate: X509Certificate, at: number): boolean =>
  certificate.validFromDate.getTime() <= at && at <= certificate.validToDate.getTime();

/**
 * Walks from the leaf to a configured root with the embedded certificates only: no address found in the file is ever asked.
 * Every certificate must have been valid at the proven time.
 */
export const checkChain = (
  leaf: X509Certificate,
  o: { embedded: readonly Uint8Array[]; roots: readonly Uint8Array[]; at: number },
): ChainCheck => {
  const between = parse(o.embedded);
  if (between.length !== o.embedded.length) return { trusted: false, problem: 'Chứng thư số kèm theo chữ ký bị hỏng.' };
  const roots = parse(o.roots);
  let current = leaf;
  for (let depth = 0; depth < 8; depth++) {
    if (!validAt(current, o.at)) return { trusted: false, problem: 'Chứng thư số không có hiệu lực vào thời điểm ký.' };
    if (o.roots.some((root) => equalBytes(root, new Uint8Array(current.raw)))) return { trusted: depth > 0 };
    const root = roots.find((candidate) => issued(candidate, current));
    const next = root ?? between.find((candidate) => candidate !== current && issued(candidate, current));
    if (next === undefined) break;
    current = next;
  }
  return { trusted: false, problem: 'Chứng thư số không do tổ chức chứng thực được tin cậy cấp.' };
};
