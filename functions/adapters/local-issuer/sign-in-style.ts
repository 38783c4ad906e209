/** The sign-in page's stylesheet: served beside it, so that the content policy needs no inline style. */
export const signInStyle = `
:root { --ink: #1d2530; --soft: #55606e; --line: #c9d1da; --paper: #fff; --ground: #f3f5f8; --accent: #8f1d21; --accent-ink: #fff; --warn: #9a1b1b; --pick: #fbf1ec; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9edf2; --soft: #aab4c0; --line: #3f4a57; --paper: #1c232c; --ground: #12171d; --accent: #e8a39b; --accent-ink: #2a0d0c; --warn: #ffb4ab; --pick: #33241f; }
}
* { box-sizing: border-box; }
html { scroll-padding-bottom: 10rem; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.25rem 1rem 0; }
header { border-left: .25rem solid var(--accent); padding-left: 1rem; margin-bottom: 1.25rem; }
.product { margin: 0; font-weight: 600; color: var(--soft); }
.demo { border: 1px solid var(--line); border-radius: 1rem; padding: .05rem .6rem; font-size: .8125rem; font-weight: 500; margin-left: .4rem; }
h1 { margin: .1rem 0; font-size: 1.6rem; line-height: 1.25; }
.lead { margin: .25rem 0 0; color: var(--soft); max-width: 38rem; }
a { color: var(--accent); }
.problem { border: 1px solid var(--warn); border-left-width: .35rem; color: var(--warn); background: var(--paper); padding: .6rem .9rem; border-radius: .4rem; }
fieldset { border: 0; margin: 0 0 1.25rem; padding: 0; min-width: 0; display: grid; gap: .5rem; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); }
legend { font-weight: 600; padding: 0; margin-bottom: .5rem; }
.person { display: flex; gap: .75rem; align-items: flex-start; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: .65rem .8rem; cursor: pointer; min-height: 3.25rem; }
.person:hover { border-color: var(--accent); }
.person:has(input:checked) { border-color: var(--accent); background: var(--pick); box-shadow: inset 0 0 0 1px var(--accent); }
.person input { accent-color: var(--accent); width: 1.25rem; height: 1.25rem; margin: .15rem 0 0; flex: none; }
.who { display: grid; min-width: 0; }
.name { font-weight: 600; }
.title { color: var(--soft); font-size: .9375rem; }
.role { font-size: .875rem; font-weight: 600; color: var(--accent); }
.confirm { position: sticky; bottom: 0; display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: start; background: var(--paper); border: 1px solid var(--line); border-bottom: 0; border-radius: .75rem .75rem 0 0; padding: .9rem 1rem 1rem; box-shadow: 0 -.25rem 1rem rgb(0 0 0 / .06); }
.confirm.alone { position: static; border-bottom: 1px solid var(--line); border-radius: .75rem; box-shadow: none; max-width: 36rem; }
.pin { flex: 1 1 8rem; display: grid; grid-template-columns: auto 1fr; gap: .2rem .75rem; align-items: center; }
.pin label { font-weight: 600; }
.pin p { grid-column: 1 / -1; margin: 0; font-size: .875rem; color: var(--soft); }
input#pin { font: inherit; letter-spacing: .2em; width: 100%; min-width: 0; max-width: 14rem; min-height: 2.75rem; padding: .5rem .7rem; border: 1px solid var(--soft); border-radius: .4rem; background: var(--paper); color: var(--ink); }
button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1.6rem; border: 0; border-radius: .4rem; background: var(--accent); color: var(--accent-ink); cursor: pointer; }
button:focus-visible, input:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.person:has(input:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (max-width: 40rem) { .pin label { grid-column: 1 / -1; line-height: 1.5; } .confirm button { margin-top: 1.7rem; } }
@media (max-height: 30rem) { .confirm { position: static; } }
`;
