import { Hono } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import { InboxAnswer } from '../../shared/documents/query-answers.ts';
import { shortDate } from '../../shared/kernel/time.ts';
import type { App, Caller } from '../app/call.ts';
import type { Door } from './app.ts';
import { type Html, page } from './page.ts';

export type HomeOptions = {
  app: App;
  /** Name and positions of the caller, as in GET /api/me. */
  profile: (caller: Caller) => Promise<Record<string, unknown>>;
  demoBanner?: string;
};

const Profile = z.object({ name: z.string(), positions: z.array(z.object({ title: z.string() })) });
const STEPS: Record<string, string> = {
  'unit-review': 'Kiểm tra nội dung',
  'legal-review': 'Kiểm tra pháp lý',
  'format-check': 'Kiểm tra thể thức',
  approval: 'Duyệt và ký',
  signature: 'Ký ban hành',
  revision: 'Sửa lại bản thảo',
  issue: 'Cấp số, phát hành',
};

const inboxOf = (answer: z.infer<typeof InboxAnswer>): Html =>
  answer.items.length + answer.opinions.length === 0
    ? html`<p>Không có việc nào đang chờ bạn.</p>`
    : html`<dl>
        ${answer.items.map(
          (item) => html`<div>
            <dt>${STEPS[item.kind] ?? item.kind}<br />hạn ${shortDate(item.due)}</dt>
            <dd><a href="/api/documents/${item.document}">${item.subject}</a><br /><span class="help">${item.display}</span></dd>
          </div>`,
        )}
        ${answer.opinions.map(
          (item) => html`<div>
            <dt>Cho ý kiến<br />hạn ${shortDate(item.deadline)}</dt>
            <dd><a href="/api/documents/${item.document}/consultation">${item.question}</a></dd>
          </div>`,
        )}
      </dl>`;

const welcome = html`<p class="product">Văn Thư</p>
  <h1>Văn phòng điện tử của cơ quan nhà nước</h1>
  <p>Soạn thảo, duyệt, ký số, cấp số, phát hành, lưu trữ và xác thực văn bản theo Nghị định 30/2020/NĐ-CP.</p>
  <p><a class="button" href="/dang-nhap?return=/">Đăng nhập</a></p>`;
const footer = html`<footer>
  <p>Bản này chưa có giao diện làm việc trên web: mọi việc làm qua API. <a href="/openapi.json">Mô tả API</a></p>
</footer>`;

/** Trang đầu: the door for who is not signed in, what waits for whoever is. */
export const homeRoutes =
  (o: HomeOptions) =>
  ({ authenticate }: Pick<Door, 'authenticate'>): Hono =>
    new Hono().get('/', async (c) => {
      const banner = { title: 'Trang đầu', demoBanner: o.demoBanner };
      const caller = await authenticate(c);
      if (!caller.ok) return page(c, { ...banner, body: html`${welcome}${footer}` });
      const known = Profile.safeParse(await o.profile(caller.value));
      const name = known.data?.name ?? caller.value.person;
      const titles = known.data?.positions.map((held) => held.title).join(', ') ?? '';
      const asked = await o.app.queries.get('documents.inbox')?.({ caller: caller.value, params: {}, query: {} });
      const inbox = asked?.ok === true ? InboxAnswer.parse(asked.value.data) : undefined;
      const body = html`<p class="product">Văn Thư</p>
        <h1>Việc đang chờ bạn</h1>
        <p>${name}${titles === '' ? '' : html` · ${titles}`}</p>
        ${inbox === undefined ? html`<p>Bạn không giữ chức vụ nào trong ngày hôm nay.</p>` : inboxOf(inbox)} ${footer}`;
      return page(c, { ...banner, body });
    });
