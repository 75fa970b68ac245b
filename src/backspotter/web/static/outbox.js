// Checks that were made without the server, kept on this device until it has taken them.
// Each has a key of its own, so that one which is sent twice counts once.
"use strict";

window.outbox = (() => {
  const STORE = "checks";
  const open = () => new Promise((done, failed) => {
    const asked = indexedDB.open("backspotter-outbox", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const ask = async (mode, what) => {
    const db = await open();
    try {
      return await new Promise((done, failed) => {
        const all = db.transaction(STORE, mode);
        const asked = what(all.objectStore(STORE));
        all.oncomplete = () => done(asked.result);
        all.onabort = () => failed(all.error);
      });
    } finally {
      db.close();
    }
  };
  const waiting = () => ask("readonly", (store) => store.getAll());
  const keep = (check) => ask("readwrite", (store) => store.put(check));
  const drop = (key) => ask("readwrite", (store) => store.delete(key));

  // Gives the address of the answer; null where the server cannot be reached or cannot keep it now.
  // Words that it could not read stay here with the reason, without what was taken.
  const send = async (check) => {
    const { key, at, text, check_in } = check;
    const told = await fetch("/check/offline", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ key, at, check_in, text }),
    }).catch(() => null);
    if (!told) return null;
    const said = await told.json().catch(() => ({}));
    if (told.ok && said.url) {
      if (said.not_read) await keep({ key, at, text, url: said.url, refused: said.not_read });
      else await drop(key);
      return said.url;
    }
    if (told.status === 422 && said.error) await keep({ ...check, refused: said.error });
    return null;
  };

  // One tab sends at a time; a key makes the rest harmless.
  const sendAll = () => navigator.locks.request("backspotter-outbox", async () => {
    const answers = [];
    for (const each of (await waiting()).filter((check) => !check.refused)) {
      const url = await send(each);
      if (url) answers.push(url);
    }
    return answers;
  });
  return { waiting, keep, drop, sendAll };
})();
