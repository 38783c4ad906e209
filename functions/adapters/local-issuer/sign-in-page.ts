import { html } from 'hono/html';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { DemoPerson } from './people.ts';

export { signInStyle } from './sign-in-style.ts';

type Html = ReturnType<typeof html>;

const frame = (title: string, body: Html): string =>
  `<!doctype html>${html`<html lang="vi">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>${title}</title>
      <link rel="stylesheet" href="sign-in.css" />
      <link rel="icon" href="data:," />
    </head>
    <body>
      ${body}
    </body>
  </html>`}`;

/** Demo roles first under their own heading, then the rest by unit. */
const groups = (people: readonly DemoPerson[]): { heading: string; people: DemoPerson[] }[] => {
  const byUnit = new Map<string, DemoPerson[]>();
  for (const person of people.filter((each) => each.role === undefined))
    byUnit.set(person.unit, [...(byUnit.get(person.unit) ?? []), person]);
  const main = people.filter((each) => each.role !== undefined);
  const rest = [...byUnit].map(([heading, members]) => ({ heading, people: members }));
  return main.length === 0 ? rest : [{ heading: 'Vai chính trong buổi trình diễn', people: main }, ...rest];
};

/** Many titles name the unit already: Trưởng phòng Nội chính. */
const place = ({ title, unit }: DemoPerson): string =>
  title.toLowerCase().includes(unit.toLowerCase()) ? title : `${title} · ${unit}`;

const choice = (person: DemoPerson, chosen: string | undefined): Html =>
  html`<label class="person">
    <input type="radio" name="person" value="${person.id}" required ${person.id === chosen ? html`checked` : ''} />
    <span class="who">
      <span class="name">${person.name}</span>
      <span class="title">${person.role === undefined ? person.title : place(person)}</span>
      ${person.role === undefined ? '' : html`<span class="role">${person.role}</span>`}
    </span>
  </label>`;

const hidden = (request: AuthorizationRequest): Html[] =>
  Object.entries(request).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`);

const pinField = (problem: string | undefined, focus: boolean): Html =>
  html`<div class="pin">
    <label for="pin">Mã PIN</label>
    <input id="pin" name="pin" type="password" inputmode="numeric" autocomplete="off" required maxlength="20"
      aria-describedby="${problem === undefined ? 'pin-help' : 'problem pin-help'}"
      ${problem === undefined ? '' : html`aria-invalid="true"`} ${focus ? html`autofocus` : ''} />
    <p id="pin-help">Mã in ra khi khởi động máy chủ.</p>
  </div>`;

/** Trang đăng nhập: who are you, and the PIN. When one person is expected (a second proof), only that person is shown. */
export const signInPage = (o: {
  people: readonly DemoPerson[];
  request: AuthorizationRequest;
  problem?: string;
  chosen?: string;
}): string => {
  const expected = o.people.filter((each) => each.id === o.request.login_hint);
  const again = expected.length > 0;
  const chosen = again ? o.request.login_hint : o.chosen;
  const title = again ? 'Xác nhận lại danh tính' : 'Đăng nhập';
  const shown = again ? [{ heading: 'Người xác nhận', people: expected }] : groups(o.people);
  const body = html`<main>
    <header>
      <p class="product">Văn Thư <span class="demo">Bản trình diễn</span></p>
      <h1>${title}</h1>
      <p class="lead">
        ${
          again
            ? 'Ký và phát hành cần bạn chứng minh mình đang có mặt. Nhập mã PIN để tiếp tục.'
            : 'Tên cơ quan là thật, người là hư cấu. Chọn một người rồi nhập mã PIN.'
        }
      </p>
    </header>
    ${o.problem === undefined ? '' : html`<p id="problem" class="problem" role="alert"><strong>Chưa được:</strong> ${o.problem}</p>`}
    <form method="post" action="authorize">
      ${hidden(o.request)}
      <div class="people">
        ${shown.map(
          (group) => html`<fieldset>
            <legend>${group.heading}</legend>
            ${group.people.map((person) => choice(person, chosen))}
          </fieldset>`,
        )}
      </div>
      <div class="${again ? 'confirm alone' : 'confirm'}">
        ${pinField(o.problem, again)}
        <button type="submit">${again ? 'Xác nhận' : 'Đăng nhập'}</button>
      </div>
    </form>
  </main>`;
  return frame(`${title} – Văn Thư`, body);
};

/** Someone sent the browser here with a request that no known client would make: say so, redirect nowhere. */
export const refusedPage = (): string =>
  frame(
    'Yêu cầu đăng nhập không hợp lệ – Văn Thư',
    html`<main>
      <header>
        <p class="product">Văn Thư <span class="demo">Bản trình diễn</span></p>
        <h1>Yêu cầu đăng nhập không hợp lệ</h1>
        <p class="lead">Hãy mở lại hệ thống và đăng nhập từ đầu.</p>
        <p><a href="/dang-nhap">Đăng nhập lại</a></p>
      </header>
    </main>`,
  );
