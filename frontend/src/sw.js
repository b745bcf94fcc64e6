// Looks after the resident's form and nothing else: what the line brings comes first, what this device keeps second.
// A receipt is never kept: whoever opens the browser after would read it.

const KEPT = "say-1";
const scope = new URL(self.registration.scope);
const is_form = (url) => url.pathname === scope.pathname;
const is_part = (url) => url.pathname.includes("/static/");

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(Promise.all(event.data.map((address) => fresh(new Request(address)).catch(() => null)))));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.origin || request.headers.has("X-Renew")) return;
  if (is_form(url) || is_part(url)) event.respondWith(fresh(request).catch(() => kept(request)));
});

async function fresh(request) {
  const answer = await fetch(request);
  if (answer.ok && !answer.redirected) {
    const store = await caches.open(KEPT);
    await store.put(request.url, answer.clone());
  }
  return answer;
}

// The form for another code stands in for one that was never opened here; the page puts the code right.
async function kept(request) {
  const store = await caches.open(KEPT);
  const found = (await store.match(request.url)) || (await store.match(request.url, { ignoreSearch: true }));
  return found || Response.error();
}
