import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { RETRIES } from '../../functions/entry/aws/state.ts';
import type { StageConfig } from '../../infra/stage.ts';
import { Unready } from './unready.ts';

const named = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/** That SES may send for this identity, and to everybody. A test or demo stage may stay in the sandbox. */
const askSes = async (stage: StageConfig, identity: string): Promise<string> => {
  const ses = new SESv2Client({ ...RETRIES, region: stage.region });
  const found = await ses.send(new GetEmailIdentityCommand({ EmailIdentity: identity })).catch((error: unknown) => {
    if (named(error, 'NotFoundException'))
      throw new Unready(`SES vùng ${stage.region} chưa có ${identity}: tạo và xác thực danh tính gửi thư`);
    throw error;
  });
  if (found.VerifiedForSendingStatus !== true)
    throw new Unready(`${identity} chưa được xác thực trong SES: thêm bản ghi DKIM vào DNS hoặc bấm thư xác nhận`);
  const { ProductionAccessEnabled } = await ses.send(new GetAccountCommand({}));
  if (ProductionAccessEnabled === true) return `SES gửi được từ ${identity}`;
  if (stage.kind !== 'production') return `SES đang ở chế độ thử: chỉ gửi được đến địa chỉ đã xác thực`;
  throw new Unready('SES còn ở chế độ thử (200 thư/ngày, chỉ đến địa chỉ đã xác thực): xin "production access"');
};

const isMailServer = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '' && !/example\./.test(url.hostname);
};

/** That the secret holds the address of a mail server; its value is never shown. */
const askSmtp = async (stage: StageConfig, arn: string): Promise<string> => {
  const secrets = new SecretsManagerClient({ ...RETRIES, region: stage.region });
  const { SecretString = '' } = await secrets
    .send(new GetSecretValueCommand({ SecretId: arn }))
    .catch((error: unknown) => {
      if (named(error, 'ResourceNotFoundException'))
        throw new Unready(`không có bí mật ${arn}: tạo trong Secrets Manager`);
      throw error;
    });
  if (!isMailServer(SecretString))
    throw new Unready(`bí mật ${arn} chưa có địa chỉ máy chủ thư: điền smtps://người-dùng:mật-khẩu@máy-chủ:465`);
  return 'bí mật có địa chỉ máy chủ thư';
};

export const askMail = (stage: StageConfig): Promise<string> =>
  stage.mail.transport === 'ses' ? askSes(stage, stage.mail.identity) : askSmtp(stage, stage.mail.secretArn);
