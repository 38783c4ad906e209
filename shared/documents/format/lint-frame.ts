import { covers } from '../../kernel/time.ts';
import { canonTone, exactKey } from '../../kernel/vietnamese-text.ts';
import { documentType } from '../../organisation/document-type.ts';
import { secrecyMark } from '../drafting/secrecy.ts';
import { linesOf, linesOfBlock } from './content-lines.ts';
import { error, type Finding, type FormatRule, quoted, type Sheet, warning, when } from './finding.ts';

/** Rules on what stands around the text: cells 1–5, 7, 9, 10 of Phụ lục I. What the printer computes must not be typed a second time. */
const bodyLines = ({ content }: Sheet): string[] => content.blocks.flatMap(linesOfBlock);
const isLetter = ({ heading }: Sheet): boolean => heading.type === 'official-letter';
const MOTTO = 'độc lập - tự do - hạnh phúc';
const STATE = canonTone('cộng hòa xã hội chủ nghĩa việt nam');

export const stateName: FormatRule = (sheet) => {
  const typed = (key: string) => bodyLines(sheet).some((line) => exactKey(line).trim() === key);
  return when(
    [
      typed(STATE),
      error({ id: 'F01', cell: '1', autofix: true }, 'Quốc hiệu do hệ thống in; hãy bỏ dòng đã gõ trong nội dung.'),
    ],
    [
      typed(MOTTO),
      error({ id: 'F02', cell: '1', autofix: true }, 'Tiêu ngữ do hệ thống in; hãy bỏ dòng đã gõ trong nội dung.'),
    ],
  );
};

export const issuerName: FormatRule = ({ heading, organisation, on }) => {
  const issuer = organisation.units.find((unit) => unit.id === heading.issuer);
  const named = issuer?.names.some((name) => covers(name.period, on)) ?? false;
  return when([
    !named,
    error({ id: 'F03', cell: '2' }, 'Cơ quan ban hành không có tên đang dùng vào ngày này trong danh mục.'),
  ]);
};

export const typedNumber: FormatRule = (sheet) =>
  bodyLines(sheet)
    .filter((line) => /^\s{0,20}Số\s{0,5}:\s{0,20}[\d….]{0,40}\s{0,20}\/\s{0,5}\p{Lu}/u.test(line))
    .map((line) =>
      error({ id: 'F04', cell: '3', autofix: true }, `Số, ký hiệu do hệ thống cấp; hãy bỏ ${quoted(line)}.`),
    );

export const typeName: FormatRule = ({ content, heading }) => {
  const name = documentType(heading.type).name;
  const repeats = exactKey(content.subject).startsWith(`${exactKey(name)} `);
  return when([
    repeats && heading.type !== 'official-letter',
    warning({ id: 'F06', cell: '5a', autofix: true }, `Tên loại “${name}” đã in ở trên; trích yếu không nhắc lại.`),
  ]);
};

/** Giấy giới thiệu and giấy nghỉ phép have no abstract (mẫu 1.8, 1.10). */
const WITHOUT_SUBJECT = ['introduction', 'leave-permit'];
export const subject: FormatRule = (sheet) => {
  const { content, heading } = sheet;
  const text = content.subject.trim();
  const cell = isLetter(sheet) ? '5b' : '5a';
  return when(
    [text === '' && !WITHOUT_SUBJECT.includes(heading.type), error({ id: 'F07', cell }, 'Chưa có trích yếu nội dung.')],
    [text.length > 500, error({ id: 'F07', cell }, 'Trích yếu dài quá 500 ký tự (Phụ lục VI).')],
    [
      /^v\/v\s/iu.test(text),
      isLetter(sheet)
        ? warning({ id: 'F07', cell, autofix: true }, '“V/v” do hệ thống in; hãy bỏ chữ “V/v” đã gõ.')
        : error({ id: 'F07', cell, autofix: true }, '“V/v” chỉ dùng cho công văn.'),
    ],
    [/[.;,]$/u.test(text), warning({ id: 'F07', cell, autofix: true }, 'Trích yếu không có dấu câu ở cuối.')],
  );
};

export const legalBases: FormatRule = ({ content, heading }) => {
  const at = { id: 'F08', cell: '6', autofix: true } as const;
  const mustHave = heading.type === 'decision' || heading.type === 'resolution';
  return [
    ...when([
      mustHave && content.legalBases.length === 0,
      error({ id: 'F08', cell: '6' }, 'Quyết định, nghị quyết phải có căn cứ ban hành.'),
    ]),
    ...content.legalBases.flatMap((line) =>
      when(
        [/^căn cứ\s/iu.test(line.trim()), warning(at, `Chữ “Căn cứ” do hệ thống in: ${quoted(line)}.`)],
        [/[;,.]$/u.test(line.trim()), warning(at, `Dấu “;” và “.” cuối căn cứ do hệ thống đặt: ${quoted(line)}.`)],
      ),
    ),
  ];
};

export const authority: FormatRule = (sheet) =>
  bodyLines(sheet)
    .filter((line) => /^\s*(?:TM|KT|TL|TUQ|Q)\.\s*\p{Lu}[\p{Lu}\s]{3,}$/u.test(line))
    .map((line) =>
      error(
        { id: 'F11', cell: '7a', autofix: true },
        `Quyền hạn, chức vụ người ký do hệ thống xác định; hãy bỏ ${quoted(line)}.`,
      ),
    );

export const recipients: FormatRule = ({ content }) => {
  const at = { id: 'F12', cell: '9b', autofix: true } as const;
  const lines = content.recipients.map((one) => one.line.trim());
  return [
    ...when(
      [
        (content.fileCopy ?? '').trim().toUpperCase() === 'VT',
        error(at, 'Dòng lưu đã có “VT”; chỉ ghi thêm chữ viết tắt tên đơn vị soạn thảo.'),
      ],
      [lines.length === 0, warning({ id: 'F12', cell: '9b' }, 'Chưa có nơi nhận nào ngoài nơi lưu.')],
    ),
    ...lines.flatMap((line) =>
      when(
        [
          /^-?\s*lưu\s*:/iu.test(line),
          error(at, `Dòng “Lưu: VT, …” do hệ thống in cuối cùng; hãy bỏ ${quoted(line)}.`),
        ],
        [/^-?\s*như (?:trên|điều)(?:\s|;|$)/iu.test(line), error(at, `Dòng ${quoted(line)} do hệ thống in; hãy bỏ.`)],
        [/^-|[;.]$/u.test(line), warning(at, `Gạch đầu dòng và dấu cuối nơi nhận do hệ thống đặt: ${quoted(line)}.`)],
      ),
    ),
  ];
};

const MAY_ADDRESS = ['official-letter', 'proposal', 'report'];
export const addressees: FormatRule = (sheet) => {
  const { content, heading } = sheet;
  const at = { id: 'F13', cell: '9a', autofix: true } as const;
  const count = content.addressees.length;
  const typed: Finding[] = content.addressees.flatMap(({ line }) =>
    when(
      [/^\s*kính gửi/iu.test(line), warning(at, `Chữ “Kính gửi:” do hệ thống in: ${quoted(line)}.`)],
      [/^\s*-|[;.]\s*$/u.test(line), warning(at, `Gạch đầu dòng và dấu cuối do hệ thống đặt: ${quoted(line)}.`)],
    ),
  );
  const name = documentType(heading.type).name;
  return [
    ...when(
      [isLetter(sheet) && count === 0, error({ id: 'F13', cell: '9a' }, 'Công văn phải có nơi kính gửi.')],
      [
        count > 0 && !MAY_ADDRESS.includes(heading.type),
        error({ id: 'F13', cell: '9a' }, `${name} không có phần “Kính gửi”.`),
      ],
    ),
    ...typed,
  ];
};

export const normalised: FormatRule = ({ content }) =>
  linesOf(content)
    .filter((line) => line !== line.normalize('NFC'))
    .slice(0, 1)
    .map((line) => error({ id: 'F17', cell: '6', autofix: true }, `Chữ chưa theo Unicode dựng sẵn: ${quoted(line)}.`));

export const secrecy: FormatRule = ({ content }) =>
  linesOf(content).flatMap((line) => {
    const mark = secrecyMark(line);
    return mark === undefined
      ? []
      : [
          error(
            { id: 'F18', cell: '10a' },
            `Có dấu chỉ độ mật “${mark}”: văn bản mật không được soạn trên hệ thống này.`,
          ),
        ];
  });
