// Keeps the shell, and gives it where the server cannot be reached. Nothing that a person entered
// or was told is kept here: pages always come from the server, and answers are never stored.
"use strict";

const NAME = `shell-${SHELL.version}`;

self.addEventListener("install", (event) => {
  const wanted = [SHELL.page, ...SHELL.files].map((each) => new Request(each, { cache: "reload" }));
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll(wanted)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((each) => each !== NAME).map((each) => caches.delete(each))))
      .then(() => self.clients.claim())
  );
});

self.addEventListener("fetch", (event) => {
  const asked = event.request;
  if (asked.method !== "GET" || new URL(asked.url).origin !== self.location.origin) return;
  if (asked.mode === "navigate") {
    event.respondWith(fetch(asked).catch(() => caches.match(SHELL.page, { cacheName: NAME })));
  } else if (SHELL.files.includes(asked.url.slice(self.location.origin.length))) {
    event.respondWith(caches.match(asked, { cacheName: NAME }).then((kept) => kept || fetch(asked)));
  }
});
