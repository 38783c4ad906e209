import type { X509Certificate } from 'node:crypto';
import { children, readDer, readOid } from '../../../shared/kernel/der.ts';
import { instant, milliseconds } from '../../../shared/kernel/time.ts';
import type { SignatureReport } from '../../ports/paper.ts';
import { sha256 } from '../cms.ts';
import { OID } from '../oids.ts';
import { fieldNames } from '../revision/field-names.ts';
import { checkChain } from './chain.ts';
import { forbiddenChanges } from './changes.ts';
import { PdfView } from './pdf-file.ts';
import { nameOf, pdfText, type SignedField, signedBytes } from './signature-fields.ts';
import { checkSignedData, readSignedData, type SignedData } from './signed-data.ts';
import { checkTimestamp, imprintOf } from './timestamp.ts';
import type { Trust } from './trust.ts';

/** `end`: how far the signature reaches; 0 when its range is unusable. */
export type Checked = { end: number; report: SignatureReport };

const commonName = (name: string | undefined): string =>
  /(?:^|\n)CN=(.+)/.exec(name ?? '')?.[1] ?? (name ?? '').replaceAll('\n', ', ');

/** QcType tells what a certificate is for (ETSI EN 319 412-5); without it the field decides. */
const certifiedKind = (leaf: X509Certificate): SignatureReport['kind'] => {
  const extensions = (children(children(readDer(new Uint8Array(leaf.raw)))?.[0]) ?? []).find(
    (part) => part.tag === 0xa3,
  );
  for (const extension of children(children(extensions, 0xa3)?.[0]) ?? []) {
    const parts = children(extension) ?? [];
    if (readOid(parts[0]) !== OID.qcStatements) continue;
    for (const statement of children(readDer(parts.at(-1)?.content ?? new Uint8Array())) ?? []) {
      const [id, types] = children(statement) ?? [];
      if (readOid(id) !== OID.qcType) continue;
      const kinds = (children(types) ?? []).map(readOid);
      if (kinds.includes(OID.qcTypeSeal)) return 'agency';
      if (kinds.includes(OID.qcTypeSignature)) return 'person';
    }
  }
  return 'unknown';
};

/** Certification and time stamp keys vouch for others; they sign no documents. */
const isForOtherUse = (leaf: X509Certificate): boolean => leaf.ca || (leaf.keyUsage ?? []).includes(OID.timeStamping);

/** `D:20230918090211+07'00'` as an instant; what the signer's computer claimed. */
const claimedTime = (text: string): string | undefined => {
  const found = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:(Z)|([+-]\d\d)'?(\d\d)?'?)?/.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, , offset = '+00', minutes = '00'] = found;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}:${minutes}`);
  return Number.isNaN(time) ? undefined : instant(time);
};

const broken = (field: SignedField, problem: string): Checked => ({
  end: 0,
  report: {
    field: field.name,
    kind: 'unknown',
    subject: '',
    issuer: '',
    level: 'none',
    intact: false,
    trusted: false,
    coversWholeFile: false,
    forbiddenChanges: [],
    problems: [problem],
  },
});

const expectedKind = (name: string): SignatureReport['kind'] =>
  name === fieldNames.signer ? 'person' : name === fieldNames.seal ? 'agency' : 'unknown';

/** The certifying signature allows form filling and no more (DocMDP P=2); anything looser would let pages change. */
const certificationProblem = (view: PdfView, field: SignedField): string | undefined => {
  const catalog = view.dict(view.trailer.get('Root'));
  const certifies = view.dict(catalog.get('Perms')).get('DocMDP');
  const reference = view.dict(view.array(field.dict.get('Reference'))[0]);
  const level = view.resolve(view.dict(reference.get('TransformParams')).get('P'));
  const holds =
    certifies?.t === 'ref' && certifies.n === field.number && nameOf(reference.get('TransformMethod')) === 'DocMDP';
  if (holds && level.t === 'number' && level.v <= 2) return undefined;
  return 'Chữ ký của người có thẩm quyền không khóa nội dung văn bản.';
};

type Time = { at: number; level: SignatureReport['level']; stamped?: string; problem?: string };
const provenTime = (data: SignedData, trust: Trust): Time => {
  const token = data.signer.timestampToken;
  const now = milliseconds(trust.at);
  if (token === undefined) return { at: now, level: 'B-B' };
  const checked = checkTimestamp(token, { imprint: imprintOf(data.signer.signature), roots: trust.timestampRoots });
  if (!checked.ok) return { at: now, level: 'B-B', problem: checked.problem };
  return { at: checked.at, level: 'B-T', stamped: instant(checked.at) };
};

/** Changes made after the signed revision, in words; the view of that revision is read anew from its own bytes. */
const laterChanges = (view: PdfView, end: number, field: SignedField): string[] => {
  if (end === view.end) return [];
  const signed = new PdfView(view.bytes, end);
  const [newest] = signed.sections;
  if (newest === undefined || !view.sections.includes(newest)) return ['Lịch sử của tệp không khớp với bản đã ký.'];
  if (view.sections[0] === newest) return ['Có dữ liệu lạ nối thêm sau chữ ký.'];
  return forbiddenChanges(signed, view, { fields: field.name === fieldNames.signer });
};

/** A document time stamp (B-LTA): one token over the whole file so far. */
const checkDocumentTimestamp = (view: PdfView, field: SignedField, trust: Trust): Checked => {
  const gap = signedBytes(view, field.dict);
  if (gap === undefined) return broken(field, 'Vùng dữ liệu được ký không hợp lệ.');
  const checked = checkTimestamp(gap.cms, { imprint: sha256(...gap.content), roots: trust.timestampRoots });
  if (!checked.ok) return broken(field, checked.problem);
  const changes = laterChanges(view, gap.end, field);
  return {
    end: gap.end,
    report: {
      ...broken(field, '').report,
      timestampedAt: instant(checked.at),
      level: 'B-LTA',
      intact: true,
      trusted: true,
      coversWholeFile: changes.length === 0,
      forbiddenChanges: changes,
      problems: [],
    },
  };
};

/** One signature field: range, digest, value, certificate chain, time stamp, and what came after. */
export const checkField = (view: PdfView, field: SignedField, trust: Trust): Checked => {
  const subFilter = nameOf(field.dict.get('SubFilter'));
  if (subFilter === 'ETSI.RFC3161') return checkDocumentTimestamp(view, field, trust);
  if (subFilter !== 'ETSI.CAdES.detached' && subFilter !== 'adbe.pkcs7.detached') {
    return broken(field, 'Kiểu chữ ký không được hỗ trợ.');
  }
  const gap = signedBytes(view, field.dict);
  if (gap === undefined) return broken(field, 'Vùng dữ liệu được ký không hợp lệ.');
  const data = readSignedData(gap.cms);
  if (data === undefined || data.content !== undefined) return broken(field, 'Chữ ký không đọc được.');
  const signature = checkSignedData(data, gap.content, OID.data);
  const time = provenTime(data, trust);
  const problems = [...signature.problems, ...(time.problem === undefined ? [] : [time.problem])];
  const { leaf } = signature;
  const certified = leaf === undefined ? 'unknown' : certifiedKind(leaf);
  const expected = expectedKind(field.name);
  if (leaf !== undefined && isForOtherUse(leaf)) problems.push('Chứng thư số không dùng để ký văn bản.');
  if (certified !== 'unknown' && expected !== 'unknown' && certified !== expected) {
    problems.push('Chứng thư số không dành cho loại chữ ký này.');
  }
  if (data.signer.hasUnknownAttributes) problems.push('Chữ ký có thuộc tính lạ không được bảo vệ.');
  const chain =
    leaf === undefined
      ? { trusted: false }
      : checkChain(leaf, { embedded: data.certificates, roots: trust.roots, at: time.at });
  if (chain.problem !== undefined) problems.push(chain.problem);
  const certification = field.name === fieldNames.signer ? certificationProblem(view, field) : undefined;
  if (certification !== undefined) problems.push(certification);
  const changes = laterChanges(view, gap.end, field);
  const signedAt = claimedTime(pdfText(view.resolve(field.dict.get('M'))));
  return {
    end: gap.end,
    report: {
      field: field.name,
      kind: expected === 'unknown' ? certified : expected,
      subject: commonName(leaf?.subject),
      issuer: commonName(leaf?.issuer),
      ...(signedAt === undefined ? {} : { signedAt }),
      ...(time.stamped === undefined ? {} : { timestampedAt: time.stamped }),
      level: signature.intact ? time.level : 'none',
      intact: signature.intact,
      trusted: chain.trusted,
      coversWholeFile: gap.end === view.end || changes.length === 0,
      forbiddenChanges: changes,
      problems,
    },
  };
};
