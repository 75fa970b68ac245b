"use strict";
// Sends a film piece by piece, and goes on where a broken connection or a closed page left it.
(function () {
  const form = document.getElementById("film-form");
  if (!form || !window.fetch || !Blob.prototype.slice) return;
  const film = document.getElementById("film");
  const wrong = document.getElementById("wrong");
  const send = document.getElementById("send");
  const sending = document.getElementById("sending");
  const words = document.getElementById("sent-words");
  const bar = document.getElementById("sent");
  const pause = document.getElementById("pause");
  const picked = document.getElementById("picked");
  const LONGEST_WAIT_MS = 15000;
  let stopped = null;
  let paused = false;

  function size(bytes) {
    if (bytes >= 1e9) return (bytes / 1e9).toFixed(2) + " GB";
    return bytes >= 1e5 ? (bytes / 1e6).toFixed(1) + " MB" : Math.ceil(bytes / 1e3) + " kB";
  }

  // The file as this browser knows it, so that the same one goes on after an interruption.
  function keyOf(file) {
    let hash = 0x811c9dc5;
    for (const letter of file.name) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193) >>> 0;
    return file.size + "-" + file.lastModified + "-" + hash.toString(16);
  }

  function refuse(said) {
    wrong.textContent = said.charAt(0).toUpperCase() + said.slice(1) + (/[.!?]$/.test(said) ? "" : ".");
    wrong.hidden = false;
    sending.hidden = true;
    send.hidden = false;
    wrong.focus();
  }

  function show(have, all, said) {
    bar.max = all;
    bar.value = have;
    words.textContent = said || size(have) + " of " + size(all) + " are here.";
  }

  function stopper() {
    stopped = new AbortController();
    return stopped.signal;
  }

  function wait(ms) {
    return new Promise((go) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        removeEventListener("online", done);
        go();
      }
      addEventListener("online", done);
    });
  }

  async function answer(response) {
    const said = await response.json().catch(() => ({}));
    if (!response.ok && !said.error) said.error = "It could not be sent (" + response.status + "). Try again";
    return said;
  }

  async function begin(file) {
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") asked.append(name, value);
    asked.set("size", String(file.size));
    asked.set("key", keyOf(file));
    const response = await fetch("/film/uploads", { method: "POST", body: asked });
    return { ok: response.ok, ...(await answer(response)) };
  }

  async function piece(upload, file, have) {
    const end = Math.min(have + upload.piece, file.size);
    const response = await fetch("/film/uploads/" + upload.id, {
      method: "PUT",
      body: file.slice(have, end),
      headers: { "content-range": "bytes " + have + "-" + (end - 1) + "/" + file.size },
      signal: stopper(),
    });
    const said = await answer(response);
    if (response.ok || response.status === 409) return said.have;
    throw Object.assign(new Error(said.error), { final: response.status < 500 });
  }

  async function here(upload) {
    const response = await fetch("/film/uploads/" + upload.id);
    if (response.status === 404) throw Object.assign(new Error((await answer(response)).error), { final: true });
    return (await answer(response)).have;
  }

  async function all(upload, file) {
    let have = upload.have;
    let pauseMs = 500;
    while (have < file.size) {
      if (paused) {
        show(have, file.size, "Paused: " + size(have) + " of " + size(file.size) + " are here. It can go on later, too: choose the same film.");
        return false;
      }
      try {
        have = await piece(upload, file, have);
        pauseMs = 500;
        show(have, file.size);
      } catch (error) {
        if (error.final) throw error;
        if (paused) continue;
        show(have, file.size, "The connection broke. Trying again…");
        await wait(pauseMs);
        pauseMs = Math.min(2 * pauseMs, LONGEST_WAIT_MS);
        try { have = await here(upload); } catch (again) { if (again.final) throw again; }
      }
    }
    return true;
  }

  async function go() {
    const file = film.files[0];
    if (!file) return refuse("Choose a film first");
    if (file.size > Number(form.dataset.most))
      return refuse("This film has " + size(file.size) + "; at most " + form.dataset.mostWords + " can be read. Cut it to the one set, or save it smaller");
    wrong.hidden = true;
    send.hidden = true;
    sending.hidden = false;
    paused = false;
    pause.textContent = "Pause";
    show(0, file.size, "Beginning…");
    try {
      const upload = await begin(file);
      if (!upload.ok) return refuse(upload.error);
      show(upload.have, file.size);
      if (!(await all(upload, file))) return undefined;
      show(file.size, file.size, "All of it is here. Starting to read it…");
      const response = await fetch("/film/uploads/" + upload.id + "/done", { method: "POST" });
      const said = await answer(response);
      if (!response.ok) return refuse(said.error);
      location.assign(said.to);
    } catch (error) {
      refuse(error.final ? error.message : "It could not be sent: the program does not answer. Try again");
    }
    return undefined;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.textContent = paused ? "Go on" : "Pause";
    if (paused && stopped) stopped.abort();
    if (!paused) go();
  });
  film.addEventListener("change", () => {
    const file = film.files[0];
    if (file) picked.textContent = size(file.size) + ". The film itself is deleted once it is read, unless you keep it below.";
  });
})();
