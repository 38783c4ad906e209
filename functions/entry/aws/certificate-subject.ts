import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import {
  type RequestSubject,
  SUBJECT_ATTRIBUTES,
  type SubjectAttribute,
} from '../../adapters/kms/certificate-request.ts';

const isAttribute = (name: string): name is SubjectAttribute => Object.hasOwn(SUBJECT_ATTRIBUTES, name);
const NAMES = Object.keys(SUBJECT_ATTRIBUTES).join(', ');

const attributeOf = (text: string): Result<RequestSubject[number], string> => {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(at, 0)).trim();
  const value = text
    .slice(at + 1)
    .replaceAll(/\\(.)/g, '$1')
    .normalize('NFC')
    .trim();
  if (!isAttribute(name))
    return err(`--subject: không hiểu "${text.trim()}"; dùng TÊN=giá trị với tên trong: ${NAMES}.`);
  if (value === '') return err(`--subject: ${name} không có giá trị.`);
  if (name === 'C' && !/^[A-Z]{2}$/.test(value)) return err('--subject: C là mã nước hai chữ hoa, ví dụ C=VN.');
  if (name === 'serialNumber' && !/^[A-Za-z0-9 '()+,./:=?-]+$/.test(value))
    return err('--subject: serialNumber chỉ gồm chữ không dấu, chữ số và dấu câu.');
  return ok({ name, value });
};

/** `CN=Văn phòng UBND xã Yên Bài, O=UBND xã Yên Bài, C=VN`; a comma inside a value is written `\,`. */
export const certificateSubject = (text: string): Result<RequestSubject, string> => {
  const subject: RequestSubject[number][] = [];
  for (const part of text.match(/(?:\\.|[^,\\])+/g) ?? []) {
    const attribute = attributeOf(part);
    if (!attribute.ok) return attribute;
    subject.push(attribute.value);
  }
  const names = subject.filter(({ name }) => name === 'CN').length;
  return names === 1 ? ok(subject) : err('--subject: cần đúng một CN (tên cơ quan hoặc người giữ khóa).');
};
