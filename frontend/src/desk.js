import htmx from "htmx.org";
import "./agenda.js";
import { ready_to_write } from "./chapter.js";
import { may_send_again, ready } from "./forms.js";

htmx.config.includeIndicatorStyles = false; // our style sheet has them; an inline one would be refused
htmx.config.allowEval = false;
htmx.config.historyCacheSize = 0; // nothing of a matter stays behind in the browser's storage
htmx.config.refreshOnHistoryMiss = true;
// A refusal is a page like any other: show it. Only a breakdown is not shown in place of what was there.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[234]..", swap: true },
  { code: "...", swap: false, error: true },
];

const offline = (is) => document.getElementById("offline")?.toggleAttribute("hidden", !is);

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target !== event.detail.target) return; // htmx says it again for each child
  may_send_again();
  ready(event.target);
  ready_to_write(event.target);
  // A new page takes the focus, as a page does; a small part, such as word that a draft was kept, leaves it with whoever types.
  if (event.target.id === "main" && !event.target.querySelector("[autofocus]")) event.target.focus({ preventScroll: true });
});
document.addEventListener("htmx:sendError", () => (may_send_again(), offline(true)));
document.addEventListener("htmx:responseError", () => (may_send_again(), offline(true)));
document.addEventListener("htmx:beforeSend", () => offline(false));

// A menu closes with Escape, or when one goes elsewhere.
const close_menus = (but) => document.querySelectorAll("details.post[open]").forEach((menu) => menu.contains(but) || (menu.open = false));
document.addEventListener("click", (event) => close_menus(event.target));
document.addEventListener("keydown", (event) => event.key === "Escape" && close_menus(null));

// On a telephone the rail is one line that is wider than the screen: where one is stands in sight.
const rail = document.querySelector(".rail nav");
const here = rail?.querySelector("[aria-current]");
if (here) rail.scrollLeft += here.getBoundingClientRect().right - rail.getBoundingClientRect().right + 32;

ready();
ready_to_write();
