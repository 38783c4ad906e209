import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

const FORMATS: Readonly<Record<string, string>> = {
  date: 'phải là ngày dạng năm-tháng-ngày, ví dụ 2023-09-18',
  datetime: 'phải là thời điểm ISO 8601 theo giờ UTC',
  email: 'không phải địa chỉ thư điện tử hợp lệ',
  url: 'không phải địa chỉ web hợp lệ',
  regex: 'không đúng dạng quy định',
};
const TYPES: Readonly<Record<string, string>> = {
  string: 'chữ',
  number: 'số',
  int: 'số nguyên',
  boolean: 'đúng/sai',
  array: 'danh sách',
  object: 'một nhóm trường',
  record: 'một nhóm trường',
};

const size = (origin: string, bound: string, exact: string): string =>
  origin === 'string'
    ? `${exact} ${bound} ký tự`
    : origin === 'array' || origin === 'set'
      ? `${exact} ${bound} mục`
      : `${exact} ${bound}`;

/** What is wrong with one field, in Vietnamese: the form shows it beside the field. */
export const fieldErrorVi = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.includes('received undefined')
        ? 'chưa có giá trị'
        : `phải là ${TYPES[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'không được để trống'
        : size(issue.origin, String(issue.minimum), issue.inclusive === false ? 'phải nhiều hơn' : 'tối thiểu');
    case 'too_big':
      return size(issue.origin, String(issue.maximum), issue.inclusive === false ? 'phải ít hơn' : 'tối đa');
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'không đúng dạng quy định';
    case 'invalid_value':
      return `phải là một trong: ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `có trường không được biết: ${issue.keys.join(', ')}`;
    case 'not_multiple_of':
      return `phải chia hết cho ${issue.divisor}`;
    case 'custom':
      return issue.message === 'Invalid input' ? 'không hợp lệ' : issue.message;
    default:
      return 'không hợp lệ';
  }
};
