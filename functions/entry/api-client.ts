import { randomBytes } from 'node:crypto';
import * as z from 'zod';

/** One exchange, for those who watch the journey step by step. */
export type Exchange = { method: string; path: string; body?: unknown; status: number; answer: unknown };
export type ApiClientOptions = {
  /** `fetch` over the network, or the app itself. */
  fetch: (request: Request) => Promise<Response>;
  baseUrl: string;
  pin: string;
  watch?: (exchange: Exchange) => void;
};
export type Answered = { status: number; data: unknown; headers: Headers };

const unescapeHtml = (text: string): string =>
  text
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
/** The hidden fields of the provider's form: what a browser would send back. */
const formFields = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      unescapeHtml(value),
    ]),
  );

const StepUp = z.object({ id: z.string(), reauthenticateUrl: z.string() });

/**
 * One person at a browser, without the browser: cookies, the headers that the API asks of its own pages, sign-in and step-up through the identity
 * provider. The demo, the stories and the campaigns speak to the product through it, so nothing goes round the API.
 */
export const apiClient = (o: ApiClientOptions, person: string) => {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await o.fetch(new Request(new URL(path, o.baseUrl), { redirect: 'manual', ...init, headers }));
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const cut = pair.indexOf('=');
      const [name, value] = [pair.slice(0, cut), pair.slice(cut + 1)];
      if (/max-age=0/i.test(line) || value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  /** Follows the provider's form with the PIN, and comes back. */
  const throughProvider = async (response: Response): Promise<Response> => {
    const form = await (await send(response.headers.get('location') ?? '')).text();
    const fields = new URLSearchParams({ ...formFields(form), person, pin: o.pin });
    const issuer = new URL(response.headers.get('location') ?? '', o.baseUrl);
    const back = await send(issuer.pathname, { method: 'POST', body: fields });
    return send(back.headers.get('location') ?? '', { headers: { accept: 'application/json' } });
  };
  const signIn = async (): Promise<void> => {
    const done = await throughProvider(await send('/dang-nhap'));
    if (done.status !== 303) throw new Error(`sign-in of ${person} answered ${done.status}: ${await done.text()}`);
  };
  const call = async (
    method: string,
    path: string,
    more: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answered> => {
    const response = await send(path, {
      method,
      headers: {
        'sec-fetch-site': 'same-origin',
        'x-van-thu': '1',
        'idempotency-key': randomBytes(16).toString('hex'),
        ...(more.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...more.headers,
      },
      ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
    });
    const type = response.headers.get('content-type') ?? '';
    const data: unknown = type.includes('json') ? await response.json() : new Uint8Array(await response.arrayBuffer());
    o.watch?.({
      method,
      path,
      ...(more.body === undefined ? {} : { body: more.body }),
      status: response.status,
      answer: data instanceof Uint8Array ? `<${data.length} bytes>` : data,
    });
    return { status: response.status, data, headers: response.headers };
  };
  const post = (path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
    call('POST', path, { body, headers });
  const get = (path: string) => call('GET', path);
  /** Proves presence for one act on these bytes; the id that the act then spends. */
  const stepUp = async (act: 'sign' | 'issue', documents: { id: string; hash: string }[]): Promise<string> => {
    const opened = await post('/api/step-up', { act, documents });
    if (opened.status !== 200) throw new Error(`step-up answered ${opened.status}: ${JSON.stringify(opened.data)}`);
    const { id, reauthenticateUrl } = StepUp.parse(opened.data);
    const proven = await throughProvider(await send(reauthenticateUrl));
    if (proven.status !== 200) throw new Error(`proof of presence answered ${proven.status}: ${await proven.text()}`);
    return id;
  };
  return { person, signIn, post, get, call, stepUp, raw: send };
};
export type ApiClient = ReturnType<typeof apiClient>;
