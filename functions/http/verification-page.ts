import { html } from 'hono/html';
import type { Verified } from '../../shared/documents/lines.ts';
import { Instant, officeDate, officeTime, shortDate } from '../../shared/kernel/time.ts';
import type { SignatureReport, VerificationReport } from '../ports/paper.ts';
import type { Html } from './page.ts';

type Tone = 'good' | 'care' | 'bad';
type Verdict = { tone: Tone; says: string; means: string };

// The shape differs as well as the colour: a tick, a triangle, a cross.
const ICONS: Record<Tone, Html> = {
  good: html`<circle cx="12" cy="12" r="10" /><path d="M7 12.5l3.2 3.2L17 9" />`,
  care: html`<path d="M12 3L22 20.5H2z" /><path d="M12 9.5v5M12 17.4v.2" />`,
  bad: html`<circle cx="12" cy="12" r="10" /><path d="M8.5 8.5l7 7M15.5 8.5l-7 7" />`,
};
const icon = (tone: Tone): Html =>
  html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${ICONS[tone]}</svg>`;

const verdictBox = ({ tone, says, means }: Verdict): Html =>
  html`<div class="verdict ${tone}" role="status">
    ${icon(tone)}
    <div>
      <h2>${says}</h2>
      <p>${means}</p>
    </div>
  </div>`;

const STANDINGS: Readonly<Record<string, Verdict>> = {
  'in-force': {
    tone: 'good',
    says: 'Văn bản đã được phát hành',
    means:
      'Mã này thuộc một văn bản đã ký, cấp số, đóng dấu và phát hành. Hãy so các thông tin dưới đây với văn bản bạn đang cầm.',
  },
  amended: {
    tone: 'care',
    says: 'Văn bản thật, đã được sửa đổi',
    means: 'Văn bản đã phát hành, nhưng một văn bản sau đó đã sửa đổi, bổ sung nội dung. Cần đọc cùng văn bản sửa đổi.',
  },
  corrected: {
    tone: 'care',
    says: 'Văn bản thật, đã được đính chính',
    means: 'Văn bản đã phát hành, sau đó có công văn đính chính sai sót về thể thức, kỹ thuật trình bày.',
  },
  replaced: {
    tone: 'care',
    says: 'Văn bản thật, đã bị thay thế',
    means: 'Văn bản đã phát hành, nhưng một văn bản khác đã thay thế. Không dùng làm căn cứ cho việc mới.',
  },
};
const UNCERTAIN: Verdict = {
  tone: 'care',
  says: 'Văn bản đã được phát hành, cần hỏi lại hiệu lực',
  means: 'Hãy hỏi cơ quan ban hành về hiệu lực hiện nay của văn bản.',
};

/** What the code alone says. */
export const verdictOf = (found: Verified): Verdict => {
  if (found.kind === 'issued') return STANDINGS[found.standing] ?? UNCERTAIN;
  if (found.kind === 'not-issued')
    return {
      tone: 'care',
      says: 'Văn bản chưa được phát hành',
      means: 'Mã này thuộc một bản chưa được cấp số, đóng dấu. Bản bạn đang cầm chưa có giá trị.',
    };
  return {
    tone: 'bad',
    says: 'Không tìm thấy mã này',
    means:
      'Không có văn bản nào mang mã này tại đây. Hãy kiểm tra lại địa chỉ; nếu mã in trên văn bản đúng như vậy thì văn bản có thể là giả.',
  };
};

const line = (name: string, value: Html | string): Html => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

/** Nơi nhận nội bộ: validity and number only, nothing of the content (no abstract, no signer). */
const facts = (found: Extract<Verified, { kind: 'issued' }>): Html => html`<h2>Thông tin văn bản</h2>
  <dl>
    ${line('Số, ký hiệu', found.display)} ${line('Ngày ban hành', shortDate(found.date))}
    ${line('Cơ quan ban hành', found.issuerName)}
    ${
      found.subject === undefined
        ? line('Nội dung', 'Văn bản lưu hành nội bộ: trang này chỉ xác nhận số và hiệu lực.')
        : html`${line('Tên loại', found.typeName)} ${line('Trích yếu', found.subject)}
        ${found.signer === undefined ? '' : line('Người ký', found.signerTitle === undefined ? found.signer : html`${found.signer}<br />${found.signerTitle}`)}`
    }
    ${line('Mã băm SHA-256 của bản phát hành', html`<span class="mono">${found.fileHash}</span>`)}
  </dl>`;

const WHO: Record<SignatureReport['kind'], string> = {
  person: 'Chữ ký số của người có thẩm quyền',
  agency: 'Chữ ký số của cơ quan, tổ chức',
  unknown: 'Chữ ký khác',
};
const at = (time: string | undefined): string => {
  const parsed = Instant.safeParse(time);
  return parsed.success ? `${officeTime(parsed.data)} ngày ${shortDate(officeDate(parsed.data))}` : 'không rõ';
};
// Drawn, not typed: the tick and the cross are missing from the fonts of many older phones.
const mark = (good: boolean, says: string): Html =>
  html`<p class="mark ${good ? 'yes' : 'no'}">${icon(good ? 'good' : 'bad')} <span>${says}</span></p>`;

const signature = (s: SignatureReport): Html => html`<li>
  <h3>${WHO[s.kind]}</h3>
  <p>${s.subject}</p>
  ${mark(s.intact, s.intact ? 'Nội dung được ký còn nguyên vẹn' : 'Nội dung được ký đã bị thay đổi')}
  ${mark(s.trusted, s.trusted ? 'Chứng thư số được tin cậy vào lúc ký' : 'Chứng thư số không được tin cậy')}
  <p>Ký lúc: ${at(s.timestampedAt ?? s.signedAt)}${s.timestampedAt === undefined ? ' (theo máy ký, không có dấu thời gian)' : ' (có dấu thời gian)'}</p>
  ${[...s.forbiddenChanges, ...s.problems].map((problem) => mark(false, problem))}
</li>`;

export type Upload = { report: VerificationReport; sameAsArchive: boolean };

const uploadVerdict = (found: Verified, { report, sameAsArchive }: Upload): Verdict => {
  const standing = verdictOf(found);
  if (report.valid && sameAsArchive)
    return standing.tone === 'good'
      ? {
          tone: 'good',
          says: 'Tệp đúng là bản đã phát hành',
          means: 'Tệp bạn gửi trùng từng byte với bản lưu của cơ quan, và cả hai chữ ký đều hợp lệ.',
        }
      : { ...standing, means: `Tệp bạn gửi trùng từng byte với bản lưu. ${standing.means}` };
  if (report.valid)
    return {
      tone: 'care',
      says: 'Chữ ký hợp lệ, nhưng tệp khác bản lưu của mã này',
      means: 'Tệp có chữ ký hợp lệ nhưng không phải bản đã phát hành dưới mã này. Có thể là văn bản khác.',
    };
  return {
    tone: 'bad',
    says: 'Tệp không hợp lệ',
    means: 'Tệp không phải bản đã phát hành, hoặc đã bị sửa sau khi ký. Không nên tin vào nội dung của tệp.',
  };
};

const uploadResult = (found: Verified, upload: Upload): Html => html`<section aria-labelledby="ket-qua">
  <h2 id="ket-qua">Kết quả kiểm tra tệp</h2>
  ${verdictBox(uploadVerdict(found, upload))}
  ${upload.report.problems.map((problem) => mark(false, problem))}
  ${upload.report.signatures.length === 0 ? html`<p>Tệp không có chữ ký số nào.</p>` : html`<ul class="signatures">${upload.report.signatures.map(signature)}</ul>`}
  <p class="help">SHA-256 của tệp: <span class="mono">${upload.report.sha256}</span></p>
</section>`;

const uploadForm = (code: string, problem?: string): Html => html`<h2>Kiểm tra tệp PDF</h2>
  ${problem === undefined ? '' : html`<div id="loi-tep" role="alert">${mark(false, problem)}</div>`}
  <form method="post" action="/xac-thuc/${code}" enctype="multipart/form-data">
    <label for="tep">Tệp PDF bạn nhận được</label>
    <input id="tep" name="tep" type="file" accept="application/pdf,.pdf" required aria-describedby="${problem === undefined ? 'giup-tep' : 'loi-tep giup-tep'}" />
    <button type="submit">Kiểm tra chữ ký</button>
    <p class="help" id="giup-tep">Tối đa 50 MB. Tệp chỉ dùng để so sánh rồi bỏ, không được lưu lại.</p>
  </form>`;

/** Trang xác thực công khai: what the QR on the paper leads to. */
export const verificationBody = (o: { code: string; found: Verified; upload?: Upload; problem?: string }): Html =>
  html`<p class="product">Văn Thư</p>
    <h1>Xác thực văn bản</h1>
    ${o.upload === undefined ? '' : uploadResult(o.found, o.upload)}
    ${o.upload === undefined ? verdictBox(verdictOf(o.found)) : ''}
    ${o.found.kind === 'issued' ? facts(o.found) : ''}
    ${o.found.kind === 'unknown' ? '' : uploadForm(o.code, o.problem)}
    <footer>Mã xác thực: <span class="mono">${o.code}</span></footer>`;
