import * as z from 'zod';
import type { CommandContract } from '../../kernel/contract.ts';
import { ConfirmGrant, GrantReader, RevokeReader } from '../access/grants.ts';
import { UploadFile } from '../drafting/upload.ts';
import { SetProcedure } from '../review/procedures.ts';
import { HandOnItem, ReceiveItem, RecordReceipt, RecordSent } from './delivery.ts';
import { OpenDossier } from './dossier.ts';
import { IssueDocument } from './issue.ts';
import { OpenRegister } from './open-register.ts';
import { ReturnSigned } from './return-signed.ts';
import { PrepareSignature, SignDocument } from './sign.ts';
import { VoidNumber } from './void-number.ts';

const ND30 = (article: string) => `Điều ${article} Nghị định 30/2020/NĐ-CP`;
const command = (
  row: Omit<CommandContract, 'kind' | 'method'> & { method?: CommandContract['method'] },
): CommandContract => ({
  kind: 'command',
  method: 'POST',
  ...row,
});
const ND_ACCESS = 'Phụ lục VI.III.3.c Nghị định 30/2020/NĐ-CP';
const Status = z.object({ id: z.string(), status: z.string() }).loose();
const Empty = z.object({}).strict();

/** From the signature to the archive. */
export const issuingContracts: readonly CommandContract[] = [
  command({
    name: 'documents.prepare-signature',
    path: '/api/documents/{id}/prepare-signature',
    title: 'Chuẩn bị trang ký',
    basis: ND30('13'),
    body: PrepareSignature,
    answer: z.object({
      preparedDigest: z.string(),
      pages: z.number(),
      contentHash: z.string(),
      capacity: z.object({ lines: z.array(z.string()) }).loose(),
    }),
  }),
  command({
    name: 'documents.sign',
    path: '/api/documents/{id}/sign',
    title: 'Ký ban hành (Duyệt và ký)',
    basis: ND30('11, 13'),
    body: SignDocument,
    answer: Status,
  }),
  command({
    name: 'documents.return-signed',
    path: '/api/documents/{id}/return-signed',
    title: 'Văn thư trả lại văn bản đã ký',
    body: ReturnSigned,
    answer: Status,
  }),
  command({
    name: 'documents.issue',
    path: '/api/documents/{id}/issue',
    title: 'Cấp số, đóng dấu, phát hành',
    basis: ND30('15, 17, 18'),
    body: IssueDocument,
    answer: z.object({ id: z.string(), status: z.string(), display: z.string(), date: z.string(), late: z.boolean() }),
  }),
  command({
    name: 'documents.retry-issuing',
    path: '/api/documents/{id}/retry-issuing',
    title: 'Chạy lại bước phát hành đang mắc',
    body: Empty,
    answer: Status,
  }),
  command({
    name: 'documents.void-number',
    path: '/api/documents/{id}/void-number',
    title: 'Hủy số đã cấp',
    basis: ND30('15.1'),
    body: VoidNumber,
    answer: Status,
  }),
  command({
    name: 'registers.open',
    path: '/api/registers/{series}/{year}/open',
    title: 'Mở sổ đăng ký văn bản đi',
    basis: ND30('15.1, 16'),
    body: OpenRegister,
    answer: z.object({ series: z.string(), year: z.number(), next: z.number() }),
  }),
  command({
    name: 'deliveries.open',
    path: '/api/documents/{id}/deliveries/{line}/open',
    title: 'Mở văn bản đến sổ đơn vị',
    body: Empty,
    answer: Empty,
  }),
  command({
    name: 'deliveries.receive',
    path: '/api/documents/{id}/deliveries/{line}/receive',
    title: 'Tiếp nhận',
    basis: ND30('21'),
    body: ReceiveItem,
    answer: Empty,
  }),
  command({
    name: 'deliveries.hand-on',
    path: '/api/documents/{id}/deliveries/{line}/hand-on',
    title: 'Chuyển trong đơn vị',
    basis: ND30('23'),
    body: HandOnItem,
    answer: Empty,
  }),
  command({
    name: 'deliveries.record-sent',
    path: '/api/documents/{id}/deliveries/{line}/sent',
    title: 'Ghi việc gửi ra ngoài',
    basis: ND30('18.1'),
    body: RecordSent,
    answer: Empty,
  }),
  command({
    name: 'deliveries.record-receipt',
    path: '/api/documents/{id}/deliveries/{line}/receipt',
    title: 'Ghi xác nhận đã nhận',
    body: RecordReceipt,
    answer: Empty,
  }),
  command({
    name: 'dossiers.open',
    path: '/api/dossiers',
    title: 'Mở hồ sơ',
    basis: ND30('29'),
    body: OpenDossier,
    answer: z.object({ id: z.string(), code: z.string() }),
  }),
  command({
    name: 'procedures.set',
    path: '/api/procedures',
    title: 'Ban hành quy trình',
    body: SetProcedure,
    answer: Empty,
  }),
  command({
    name: 'documents.grant-reader',
    path: '/api/documents/{id}/readers',
    title: 'Cấp quyền xem',
    basis: ND_ACCESS,
    body: GrantReader,
    answer: Status,
  }),
  command({
    name: 'documents.confirm-grant',
    path: '/api/documents/{id}/readers/confirm',
    title: 'Xác nhận thay đổi quyền xem',
    basis: ND_ACCESS,
    body: ConfirmGrant,
    answer: Status,
  }),
  command({
    name: 'documents.revoke-reader',
    path: '/api/documents/{id}/readers/revoke',
    title: 'Thu hồi quyền xem',
    basis: ND_ACCESS,
    body: RevokeReader,
    answer: Status,
  }),
  command({
    name: 'documents.upload',
    path: '/api/documents/{id}/uploads',
    title: 'Xin địa chỉ tải tệp đính kèm lên',
    body: UploadFile,
    answer: z.object({ url: z.string(), method: z.literal('PUT'), expiresInSeconds: z.number() }),
  }),
];
