// The form by which a resident speaks. Without this it is sent as any form is. With it, it survives a line that breaks:
// what was written and photographed stays on the device and goes out when the line is back, by a mark that makes it one voice.
import { draft_of, keep, may_send_again, ready } from "./forms.js";
import { keep_photos, kept_photos, put, shrunk } from "./photos.js";
import { prove } from "./proof.js";

const AGAIN = 15_000; // milliseconds until it is tried anew by itself; not every device says that its line is back
const PATIENCE = 8_000; // milliseconds that sending waits for the proof of work

let photos_ready = Promise.resolve();
let late = false; // whether its token may have expired, or the page came from this device
let waiting = null; // the form that waits for the line
let timer;

const mark = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const shown = (form, name, is) => form.querySelector(`[data-${name}]`)?.toggleAttribute("hidden", !is);
const fill = (words, ...numbers) => numbers.reduceRight((said, n, at) => said.replace("#".repeat(at + 1), n), words);

function begin(form, is_fresh) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return; // pressed twice: forms.js sees to it
    event.preventDefault();
    send(form, event.submitter);
  });
  form.addEventListener("focusin", () => prove_for(form), { once: true });
  if (!form.dataset.keep) return;
  if (is_fresh) form.elements.once.value = mark(); // a page that this device kept would bring a mark used before
  const asked = new URLSearchParams(location.search);
  for (const name of ["code", "at"]) if (asked.has(name) && form.elements[name]) form.elements[name].value = asked.get(name);
  locate(form);
  form.elements.photos.addEventListener("change", () => (photos_ready = choose(form)));
  for (const button of form.querySelectorAll("[data-discard], [data-no-photos]")) {
    button.addEventListener("click", () => {
      put(form.elements.photos, []);
      tell(form);
      keep_photos(form.dataset.keep, []);
    });
  }
}

const prove_for = (form) => (form.dataset.challenge ? prove(form.dataset.challenge).catch(() => "") : Promise.resolve(""));

// ---- Where it is

function locate(form) {
  const field = form.elements.point;
  if (!field || !navigator.geolocation) return;
  const told = form.querySelector("[data-located]");
  const tell_where = (words) => {
    told.textContent = words;
    shown(form, "not-here", field.value);
  };
  shown(form, "locate", true);
  tell_where(field.value ? told.dataset.done : "");
  form.querySelector("[data-here]").addEventListener("click", () => {
    const found = ({ coords }) => {
      field.value = `${coords.longitude.toFixed(5)},${coords.latitude.toFixed(5)}`;
      tell_where(told.dataset.done);
    };
    navigator.geolocation.getCurrentPosition(found, () => tell_where(told.dataset.failed), { timeout: 10_000 });
  });
  form.querySelector("[data-not-here]").addEventListener("click", () => {
    field.value = "";
    tell_where("");
  });
}

// ---- Photographs

async function choose(form) {
  const field = form.elements.photos;
  const files = [...field.files];
  const { most, many } = form.querySelector("[data-picked]").dataset;
  if (files.length > most) {
    put(field, []);
    return tell(form, fill(many, most, files.length));
  }
  const small = [];
  for (const file of files) small.push(await shrunk(file)); // one after the other: each is unpacked in memory
  try {
    put(field, small);
  } catch {
    // an old browser: they are sent as they were taken
  }
  tell(form);
  await keep_photos(form.dataset.keep, small);
  keep(form);
}

function tell(form, words) {
  const place = form.querySelector("[data-picked]");
  const files = [...form.elements.photos.files];
  const size = files.reduce((sum, file) => sum + file.size, 0) / 1024 / 1024;
  shown(form, "no-photos", files.length);
  place.textContent = words || (files.length ? fill(place.dataset.some, files.length, size.toFixed(1)) : place.dataset.none);
}

async function bring_back_photos(form) {
  const files = await kept_photos(form.dataset.keep);
  if (!files.length || !draft_of(form) || form.elements.photos.files.length) return;
  put(form.elements.photos, files);
  tell(form);
}

// ---- Sending

async function send(form, button) {
  clearTimeout(timer);
  waiting = null;
  shown(form, "waiting", false);
  shown(form, "sending", true);
  try {
    await photos_ready;
    if (late || !navigator.onLine) await renew(form);
    const proof = await Promise.race([prove_for(form), new Promise((done) => setTimeout(done, PATIENCE))]);
    if (proof) form.elements.altcha.value = proof;
    let answer = await post(form, button);
    if (answer.status === 403) {
      await renew(form);
      answer = await post(form, button);
    }
    if (answer.status >= 500) throw new Error(answer.status);
    if (answer.redirected) return location.assign(answer.url);
    show(await answer.text());
  } catch {
    wait(form);
  }
}

function post(form, button) {
  const body = new FormData(form);
  if (button?.name) body.append(button.name, button.value);
  return fetch(form.action, { method: "POST", body });
}

// A new token, from a form fetched anew; fails where there is no line, before photographs are sent for nothing.
async function renew(form) {
  const page = await fetch(location.href, { cache: "no-store", headers: { "X-Renew": "yes" } });
  if (!page.ok) throw new Error(page.status);
  const token = read(await page.text()).querySelector("[name=csrfmiddlewaretoken]");
  if (token) form.elements.csrfmiddlewaretoken.value = token.value;
  late = false;
}

const read = (page) => new DOMParser().parseFromString(page, "text/html");

function show(page) {
  const whole = read(page);
  const main = whole.getElementById("main");
  if (!main) throw new Error("no page");
  const form = document.querySelector("form[data-keep]");
  if (form) keep(form, { sent: true });
  document.title = whole.title;
  document.getElementById("main").replaceWith(main);
  start(main);
  ready(main);
  const anew = main.querySelector("form[data-keep]");
  if (anew) photos_ready = bring_back_photos(anew);
  if (!main.contains(document.activeElement)) main.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function wait(form) {
  if (!form.isConnected) return;
  late = true;
  waiting = form;
  may_send_again();
  shown(form, "sending", false);
  shown(form, "waiting", true);
  timer = setTimeout(try_again, AGAIN);
}

// Whoever goes on writing does not want it sent yet.
function hold(event) {
  if (event.target.form !== waiting || !waiting) return;
  shown(waiting, "waiting", false);
  waiting = null;
}

function try_again() {
  if (!waiting) return;
  waiting.dataset.sent = "yes";
  send(waiting);
}

function start(root, is_fresh = false) {
  photos_ready = Promise.resolve();
  root.querySelectorAll("form[data-send]").forEach((form) => begin(form, is_fresh));
}

// After forms.js has filled the draft in again.
async function resume() {
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  await (photos_ready = bring_back_photos(form));
  if (!draft_of(form)?.waiting) return;
  waiting = form;
  late = true;
  try_again();
}

start(document, !document.querySelector("[role=alert][autofocus]"));
document.addEventListener("input", hold);
window.addEventListener("online", try_again);
window.addEventListener("load", () => {
  resume();
  look_after();
});

// ---- Without a line, the form itself opens from this device.

async function look_after() {
  const address = document.querySelector("form[data-worker]")?.dataset.worker;
  if (!address || !navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register(address);
    const { active } = await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name.split("#")[0]);
    active.postMessage([...new Set([location.href, ...loaded.filter((name) => name.includes("/static/"))])]);
  } catch {
    // an in-app browser without service workers: drafts are kept all the same
  }
}
