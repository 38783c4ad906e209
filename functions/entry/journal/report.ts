import { officeInstant } from '../../../shared/kernel/time.ts';
import type { Fault } from './fault.ts';
import type { JournalReport } from './verify.ts';

const MOST_LINES = 20;

const nameOf = (fault: Fault): string => {
  const parts = [
    fault.stream === undefined ? '' : `${fault.stream} số ${fault.seq ?? '?'}`,
    fault.type === undefined ? '' : `(${fault.type})`,
    fault.stream === undefined && fault.anchor !== undefined ? `mốc ${fault.anchor}` : '',
    fault.file === undefined ? '' : `tệp ${fault.file}`,
    fault.about === 'feed' ? 'dòng thời gian' : '',
    fault.about === 'store' ? 'kho dữ liệu' : '',
  ];
  return parts.filter((part) => part !== '').join(' ') || fault.about;
};

const lineOf = (fault: Fault): string => `${nameOf(fault)}: ${fault.message}`;

const protection = (report: JournalReport): string => {
  const { lastAnchor, afterLastAnchor } = report;
  if (lastAnchor === undefined) return 'Chưa có mốc nào: toàn bộ nhật ký chỉ được bảo vệ bởi chuỗi băm.';
  const at = officeInstant(lastAnchor.timestampedAt);
  const after = `không có mốc nào sau ${at}: phần sau đó (${afterLastAnchor} sự kiện) chỉ được bảo vệ bởi chuỗi băm`;
  return `Mốc cuối: số ${lastAnchor.seq}, dấu thời gian ${at}; ${after}.`;
};

/** The report as the records office reads it: what was looked at, the first broken event, from when the tail is proven. */
export const reportLines = (report: JournalReport): string[] => {
  const { streams, events, states, anchors, files } = report.counts;
  const looked = `Đã kiểm tra ${streams} luồng (${states} đối chiếu trạng thái), ${events} sự kiện, ${anchors} mốc, ${files} tệp.`;
  if (report.ok) return [looked, protection(report), 'Nhật ký nguyên vẹn.'];
  const [first, ...rest] = report.faults;
  const more = report.faultCount - 1 - Math.min(rest.length, MOST_LINES);
  return [
    looked,
    protection(report),
    `NHẬT KÝ KHÔNG NGUYÊN VẸN: ${report.faultCount} chỗ sai.`,
    ...(first === undefined ? [] : [`Sai đầu tiên: ${lineOf(first)}`]),
    ...rest.slice(0, MOST_LINES).map((fault) => `  - ${lineOf(fault)}`),
    ...(more > 0 ? [`  … và ${more} chỗ sai khác`] : []),
  ];
};
