import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { RETRIES } from '../../functions/entry/aws/state.ts';
import { Unready } from './unready.ts';

const DAY = 86_400_000;
/** ACM renews by itself two months ahead; imported certificates it cannot renew. */
const SHORTEST_DAYS = 30;

/** `*.x.vn` stands for exactly one label. */
export const covers = (pattern: string, name: string): boolean =>
  pattern === name || (pattern.startsWith('*.') && name.slice(name.indexOf('.') + 1) === pattern.slice(2));

/** That a certificate exists, is issued, names the domain and does not run out. */
export const askCertificate = async (o: { arn: string; name: string; now: number }): Promise<string> => {
  const [, , , region = ''] = o.arn.split(':');
  const acm = new ACMClient({ ...RETRIES, region });
  const { Certificate: found } = await acm.send(new DescribeCertificateCommand({ CertificateArn: o.arn }));
  if (found?.Status !== 'ISSUED')
    throw new Unready(`${o.arn} đang ở trạng thái ${found?.Status ?? '?'}: hoàn tất xác thực tên miền trong ACM`);
  const names = [found.DomainName ?? '', ...(found.SubjectAlternativeNames ?? [])];
  if (!names.some((pattern) => covers(pattern, o.name)))
    throw new Unready(`chứng chỉ ghi ${names.join(', ')}, không có ${o.name}: xin chứng chỉ cho tên miền này`);
  const days = Math.floor(((found.NotAfter?.getTime() ?? 0) - o.now) / DAY);
  if (days < SHORTEST_DAYS) throw new Unready(`chứng chỉ chỉ còn ${days} ngày: gia hạn trước khi triển khai`);
  return `${o.name}, còn ${days} ngày`;
};
