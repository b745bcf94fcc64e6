// What a form does for whoever fills it in: keeps a draft on this device, is sent once, and shows first what is wrong.

const PREFIX = "draft:";
const kept = (form) => PREFIX + form.dataset.keep;
const unkept = ["hidden", "password", "file", "submit", "button"];
const worth = (field) => field.name && ("keptToo" in field.dataset || !unkept.includes(field.type));

function typed(form) {
  const fields = [...form.elements].filter(worth);
  return fields.map((field) => [field.name, /radio|checkbox/.test(field.type) ? field.checked : selected(field), field.value]);
}

const selected = (field) => (field.options ? [...field.options].filter((o) => o.selected).map((o) => o.value) : field.value);

function restore(form, draft) {
  for (const [name, state, value] of draft) {
    const field = [...form.elements].find((f) => f.name === name && (typeof state !== "boolean" || f.value === value));
    if (!field) continue;
    if (typeof state === "boolean") field.checked = state;
    else if (field.options) [...field.options].forEach((o) => (o.selected = state.includes(o.value)));
    else field.value = state;
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // storage is off, or somebody wrote nonsense there: then there is no draft
  }
}

function write(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // storage is off or full: the form works without
  }
}

const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

export const draft_of = (form) => (form.dataset.keep ? read(kept(form)) : null);
export const keep = (form, how = {}) => form.dataset.keep && write(kept(form), { typed: typed(form), ...how });

// A draft that was sent is over as soon as a page comes without its form: the server has taken it.
// A page that stands between the form and its being taken says for which draft it does (data-holds).
function settle(root) {
  const here = new Set([...root.querySelectorAll("form[data-keep]")].map(kept));
  root.querySelectorAll("[data-holds]").forEach((page) => here.add(PREFIX + page.dataset.holds));
  for (const key of drafts()) {
    if (!here.has(key) && read(key)?.sent) localStorage.removeItem(key);
  }
}

function begin(form) {
  const key = kept(form);
  const as_given = JSON.stringify(typed(form));
  const draft = read(key);
  const told = form.querySelector("[data-kept]");
  // What the server sends back, with a mistake marked in it or with what a press of a button did to it, is newer than any draft.
  if ("answered" in form.dataset || document.querySelector("[role=alert][autofocus]")) {
    if (draft) keep(form); // it was not taken
  } else if (draft?.typed && JSON.stringify(draft.typed) !== as_given) {
    restore(form, draft.typed);
    if (told) told.hidden = false;
  }
  form.querySelector("[data-discard]")?.addEventListener("click", () => {
    localStorage.removeItem(key);
    restore(form, JSON.parse(as_given));
    told.hidden = true;
  });
  form.addEventListener("input", () => keep(form));
  // say.js sends it itself, also later, should the browser be closed on the way
  form.addEventListener("submit", () => keep(form, { sent: true, waiting: "send" in form.dataset }));
}

// A ballot of an election: how many more one may choose. Without this the server says so when it is sent.
function count_seats(form) {
  const told = form.querySelector("[data-few]");
  const say = () => {
    const written = [...form.querySelectorAll(".others input")].filter((field) => field.value.trim()).length;
    const left = form.dataset.seats - form.querySelectorAll("input[value=yes]:checked").length - written;
    told.textContent = (left < 0 ? told.dataset.over : told.dataset.few).replace("#", Math.abs(left));
    told.classList.toggle("over", left < 0);
  };
  form.addEventListener("input", say);
  say();
}

export function ready(root = document) {
  try {
    settle(document);
    root.querySelectorAll("form[data-keep]").forEach(begin);
  } catch {
    // storage is off: forms work without drafts
  }
  root.querySelectorAll("form[data-seats]").forEach(count_seats);
  root.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
  root.querySelector("[role=alert][autofocus]")?.focus(); // for browsers that give autofocus to fields alone
}

// Pressed twice is sent once; a page that comes back from the browser's memory may send again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  if ("forget" in form.dataset) drafts().forEach((key) => localStorage.removeItem(key));
});
export const may_send_again = () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
window.addEventListener("pageshow", may_send_again);
