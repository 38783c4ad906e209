import type { LocalConfig } from '../config.ts';
import type { ProviderConfig } from '../ports/identity.ts';
import { type MailSettings, mailSettings, type StoreSettings, storeSettings } from './outside-settings.ts';

/** What a real office needs from its environment; the demo needs none of it. */
export type OfficeSettingsOfMachine = {
  publicUrl: string;
  providers: readonly ProviderConfig[];
  timestampUrl: string;
  passphrase: string;
  /** Absent: files and anchors lie on this machine's disk. */
  store?: StoreSettings;
  /** Absent: no mail. */
  mail?: MailSettings;
};

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const isSafe = (address: string): boolean => {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
};

/** Everything that is missing, each as a sentence for whoever sets the office up; or the settings. */
export const officeSettings = (config: LocalConfig): OfficeSettingsOfMachine | { missing: string[] } => {
  const { PUBLIC_URL, OIDC_PROVIDERS, TIMESTAMP_URL, KEY_PASSPHRASE } = config;
  const [store, mail] = [storeSettings(config), mailSettings(config)];
  const missing = [
    PUBLIC_URL === undefined
      ? 'Thiếu PUBLIC_URL: địa chỉ công khai của cơ quan, in trong mã QR của mọi văn bản và được ký cùng văn bản.'
      : undefined,
    PUBLIC_URL !== undefined && !isSafe(PUBLIC_URL)
      ? 'PUBLIC_URL phải là địa chỉ https (hoặc địa chỉ của chính máy này khi thử).'
      : undefined,
    OIDC_PROVIDERS === undefined
      ? 'Thiếu OIDC_PROVIDERS: hệ thống định danh dùng để đăng nhập, dạng mảng JSON.'
      : undefined,
    TIMESTAMP_URL === undefined ? 'Thiếu TIMESTAMP_URL: dịch vụ cấp dấu thời gian (RFC 3161).' : undefined,
    KEY_PASSPHRASE === undefined
      ? 'Thiếu KEY_PASSPHRASE: không dùng khóa ký để trần trên đĩa; hãy đặt mật khẩu của thư mục khóa (từ 12 ký tự).'
      : undefined,
    ...store.missing,
    ...mail.missing,
  ].filter((one) => one !== undefined);
  if (
    PUBLIC_URL === undefined ||
    OIDC_PROVIDERS === undefined ||
    TIMESTAMP_URL === undefined ||
    KEY_PASSPHRASE === undefined ||
    missing.length > 0
  )
    return { missing };
  return {
    publicUrl: PUBLIC_URL,
    providers: OIDC_PROVIDERS,
    timestampUrl: TIMESTAMP_URL,
    passphrase: KEY_PASSPHRASE,
    ...(store.settings === undefined ? {} : { store: store.settings }),
    ...(mail.settings === undefined ? {} : { mail: mail.settings }),
  };
};
