import { BACKUPS, BEHAVIOUR } from './behaviour.ts';
import { type Bill, billOf, cost } from './bill.ts';
import { CAUSES, type Cause, month, type Scale, thousandDocuments } from './model.ts';
import { PRICES, PRICES_AS_OF, REGION } from './prices.ts';
import type { Units } from './usage.ts';

const office = { year: 1, seals: 1, search: 'bucket', identity: 'oidc', firewall: false } as const;
/** The sizes that are always shown. */
export const SIZES: Readonly<Record<string, Scale>> = {
  'nghỉ (không ai làm việc)': { ...office, documents: 0, users: 0 },
  'nghỉ, bật mọi thứ': { ...office, documents: 0, users: 0, identity: 'cognito', firewall: true },
  'xã, phường': { ...office, documents: 2_000, users: 30, identity: 'cognito' },
  'sở, ngành': { ...office, documents: 30_000, users: 400, identity: 'cognito', firewall: true },
  'thành phố': {
    ...office,
    documents: 1_000_000,
    users: 15_000,
    seals: 54,
    identity: 'cognito',
    firewall: true,
    search: 'opensearch',
  },
};

export const CAUSE_NAMES: Readonly<Record<Cause, string>> = {
  fixed: 'cố định',
  background: 'chạy nền',
  documents: 'văn bản',
  users: 'người dùng',
  storage: 'lưu trữ',
};

export type Estimate = { name: string; scale: Scale; bill: Bill };
export const estimate = (units: Units, name: string, scale: Scale): Estimate => ({
  name,
  scale,
  bill: billOf(month(units, scale)),
});

const usd = (amount: number): string => amount.toFixed(2).padStart(11);
const MOST_LINES = 3;
/** Recipients of Công văn 3073: every department, district and service unit. */
const WIDE = 54;

const row = ({ name, scale, bill }: Estimate): string => {
  const most = bill.lines.slice(0, MOST_LINES).map((line) => `${line.item} ${line.usd.toFixed(2)}`);
  const causes = CAUSES.map((cause) => usd(bill.byCause[cause])).join('');
  const size = `${String(scale.documents).padStart(9)}${String(scale.users).padStart(7)}`;
  return `${name.padEnd(26)}${size}${causes}${usd(bill.list)}${usd(bill.paid)}   ${most.join(', ')}`;
};

/** The table that `npm run cost` prints. */
export const reportLines = (units: Units, estimates: readonly Estimate[]): string[] => {
  const checked = Object.values(PRICES).length;
  const causes = CAUSES.map((cause) => CAUSE_NAMES[cause].padStart(11));
  const perThousand = (recipients: number): string => {
    const { making, keeping } = thousandDocuments(units, recipients);
    return `${cost(making).toFixed(2)} + ${cost(keeping).toFixed(2)} (gửi ${recipients} nơi)`;
  };
  return [
    `Chi phí mỗi tháng, USD, vùng ${REGION}, bảng giá ngày ${PRICES_AS_OF} (cả ${checked} giá ghi theo trí nhớ, chưa đối chiếu bảng giá của AWS).`,
    '',
    `${'quy mô'.padEnd(26)} văn bản/năm  người${causes.join('')} ${'bảng giá'.padStart(10)} ${'phải trả'.padStart(10)}   nhiều nhất`,
    ...estimates.map(row),
    '',
    `Thêm 1.000 văn bản, làm ra + lưu một năm: ${[units.recipients, BEHAVIOUR.recipients, WIDE].map(perThousand).join(', ')}.`,
    'Phải trả: đã trừ phần AWS không bao giờ tính tiền, khi tài khoản chỉ chạy một văn phòng.',
    `Sao lưu bảng: ${BACKUPS.monthlyKept} bản hằng tháng, mỗi bản là cả bảng; khôi phục theo thời điểm trong 35 ngày. Giả định về cách dùng: tools/cost/behaviour.ts.`,
  ];
};
