/** Plain CSS that an old phone understands: no script, no web font, no grid tricks that the page needs. */
export const pageStyle = `
:root { --ink: #1d2530; --soft: #505b68; --line: #c9d1da; --paper: #fff; --ground: #f3f5f8; --accent: #8f1d21; --accent-ink: #fff; --good: #14602f; --good-bg: #e9f6ed; --bad: #9a1b1b; --bad-bg: #fdecea; --care: #7a4b00; --care-bg: #fff4df; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9edf2; --soft: #aeb8c4; --line: #3f4a57; --paper: #1c232c; --ground: #12171d; --accent: #e8a39b; --accent-ink: #2a0d0c; --good: #8fdcaa; --good-bg: #14301f; --bad: #ffb4ab; --bad-bg: #3a1714; --care: #f3cc86; --care-bg: #352709; }
}
* { box-sizing: border-box; }
body { margin: 0; background: #f3f5f8; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; }
.banner { margin: 0; padding: .45rem 1rem; background: var(--care-bg); color: var(--care); text-align: center; font-size: .9375rem; font-weight: 600; }
.product { margin: 0; font-weight: 600; color: var(--soft); }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .1rem 0 1rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; }
p { margin: .5rem 0; }
a { color: var(--accent); }
.verdict { display: flex; gap: .9rem; align-items: flex-start; border: 2px solid; border-radius: .6rem; padding: 1rem 1.1rem; margin: 0 0 1.25rem; }
.verdict svg { flex: none; width: 2.25rem; height: 2.25rem; }
.verdict h2 { margin: 0; font-size: 1.25rem; line-height: 1.3; }
.verdict p { margin: .2rem 0 0; color: var(--ink); }
.good { color: var(--good); background: var(--good-bg); }
.bad { color: var(--bad); background: var(--bad-bg); }
.care { color: var(--care); background: var(--care-bg); }
dl { margin: 0; background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; }
dl > div { padding: .6rem 1rem; border-top: 1px solid var(--line); }
dl > div:first-child { border-top: 0; }
dt { color: var(--soft); font-size: .9375rem; }
dd { margin: 0; font-weight: 500; overflow-wrap: anywhere; }
.mono { overflow-wrap: anywhere; word-break: break-all; font-family: ui-monospace, Consolas, "Liberation Mono", monospace; font-size: .8125rem; font-weight: 400; }
.signatures { list-style: none; padding: 0; margin: 0; display: block; }
.signatures li { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: .8rem 1rem; margin-bottom: .75rem; }
.signatures h3 { margin: 0 0 .2rem; font-size: 1.0625rem; }
.signatures p { margin: .15rem 0; }
.mark { font-weight: 600; display: flex; gap: .5rem; align-items: flex-start; }
.mark svg { flex: none; width: 1.25rem; height: 1.25rem; margin-top: .15rem; }
.yes svg { color: var(--good); }
.no, .no svg { color: var(--bad); }
form { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; }
label { display: block; font-weight: 600; margin-bottom: .35rem; }
input[type="file"] { display: block; width: 100%; font: inherit; padding: .6rem; margin-bottom: .8rem; border: 1px dashed var(--soft); border-radius: .4rem; color: var(--ink); }
button, .button { display: inline-block; font: inherit; font-weight: 600; min-height: 2.75rem; padding: .55rem 1.4rem; border: 0; border-radius: .4rem; background: var(--accent); color: var(--accent-ink); text-decoration: none; cursor: pointer; }
button:focus-visible, input:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.help, footer { color: var(--soft); font-size: .9375rem; }
footer { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: .8rem; }
@media (min-width: 40rem) { dl > div { display: flex; gap: 1rem; } dt { flex: 0 0 11rem; } }
@media print { body { background: #fff; } form, .banner { display: none; } }
`;
