import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { EncryptJWT, jwtDecrypt } from 'jose';
import * as z from 'zod';
import { PersonId } from '../../shared/kernel/ids.ts';
import { Instant, milliseconds } from '../../shared/kernel/time.ts';

/** What the browser carries, sealed (JWE, A256GCM): it can neither read nor change it. */
export const Session = z.object({
  person: PersonId,
  name: z.string().optional(),
  issuer: z.string(),
  authenticatedAt: Instant,
  startedAt: Instant,
  seenAt: Instant,
});
export type Session = z.infer<typeof Session>;

/** Cookies run on real time, never on the demo clock: a session must not live for years because the office plays 2023. */
export type Sessions = {
  start(c: Context, session: Omit<Session, 'startedAt' | 'seenAt'>): Promise<void>;
  /** The session when it is neither idle for too long nor too old; keeps it alive. */
  read(c: Context): Promise<Session | undefined>;
  /** Whether this server sealed the cookie at all, however old the session is. */
  genuine(c: Context): Promise<boolean>;
  end(c: Context): void;
  /** A short-lived sealed value, such as an OIDC transaction, that only this browser can bring back once. */
  keep(c: Context, name: string, value: Record<string, unknown>): Promise<void>;
  take(c: Context, name: string): Promise<unknown>;
};

export type SessionOptions = {
  /** 32 bytes, the same on every instance. */
  key: Uint8Array;
  publicUrl: string;
  realNow: () => Instant;
  idleMinutes?: number;
  absoluteMinutes?: number;
};

const MINUTE = 60_000;
const KEEP_MINUTES = 10;

const seal = (key: Uint8Array, purpose: string, value: Record<string, unknown>): Promise<string> =>
  new EncryptJWT({ v: value, purpose }).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(key);

/** undefined for anything that this server did not seal for that purpose. */
const unseal = async (key: Uint8Array, purpose: string, token: string): Promise<unknown> => {
  try {
    const { payload } = await jwtDecrypt(token, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return payload.purpose === purpose ? payload.v : undefined;
  } catch {
    return undefined;
  }
};

/** `__Host-` on https (no Domain, Path=/, Secure), so that no sibling host can plant one. */
const jar = (publicUrl: string) => {
  const secure = publicUrl.startsWith('https://');
  const nameOf = (name: string) => (secure ? `__Host-${name}` : name);
  const attributes = { httpOnly: true, sameSite: 'Lax', secure, path: '/' } as const;
  return {
    get: (c: Context, name: string) => getCookie(c, nameOf(name)),
    set: (c: Context, name: string, value: string, maxAge: number) =>
      setCookie(c, nameOf(name), value, { ...attributes, maxAge }),
    drop: (c: Context, name: string) => {
      deleteCookie(c, nameOf(name), attributes);
    },
  };
};

const COOKIE = 'vanthu-session';

/** Phiên làm việc: ends after 30 idle minutes and after 10 hours in any case. */
export const makeSessions = (options: SessionOptions): Sessions => {
  const { key, realNow } = options;
  const idle = (options.idleMinutes ?? 30) * MINUTE;
  const absolute = (options.absoluteMinutes ?? 600) * MINUTE;
  const cookies = jar(options.publicUrl);
  const write = async (c: Context, session: Session) =>
    cookies.set(c, COOKIE, await seal(key, 'session', session), absolute / 1000);
  return {
    start: (c, session) => write(c, { ...session, startedAt: realNow(), seenAt: realNow() }),
    read: async (c) => {
      const found = Session.safeParse(await unseal(key, 'session', cookies.get(c, COOKIE) ?? ''));
      if (!found.success) return undefined;
      const now = milliseconds(realNow());
      const seen = milliseconds(found.data.seenAt);
      if (now - seen > idle || now - milliseconds(found.data.startedAt) > absolute) return undefined;
      // Once a minute is enough to keep it alive; every answer carrying a cookie would defeat replays in flight.
      if (now - seen > MINUTE) await write(c, { ...found.data, seenAt: realNow() });
      return found.data;
    },
    genuine: async (c) => Session.safeParse(await unseal(key, 'session', cookies.get(c, COOKIE) ?? '')).success,
    end: (c) => cookies.drop(c, COOKIE),
    keep: async (c, name, value) =>
      cookies.set(
        c,
        name,
        await seal(key, name, { ...value, until: milliseconds(realNow()) + KEEP_MINUTES * MINUTE }),
        KEEP_MINUTES * 60,
      ),
    take: async (c, name) => {
      const token = cookies.get(c, name);
      if (token === undefined) return undefined;
      cookies.drop(c, name);
      const value = z.looseObject({ until: z.number() }).safeParse(await unseal(key, name, token));
      return value.success && value.data.until >= milliseconds(realNow()) ? value.data : undefined;
    },
  };
};
