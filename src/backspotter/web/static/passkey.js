// A passkey is made and shown by the browser; this only carries what it is asked and what it says.
"use strict";
(() => {
  const can = window.PublicKeyCredential;
  const making = document.querySelector("form[data-passkey=make]");
  const showing = document.querySelector("[data-passkey=show]");
  const said = document.querySelector("[data-passkey=said]");
  if (!can?.parseCreationOptionsFromJSON || !can?.parseRequestOptionsFromJSON) return;
  for (const part of document.querySelectorAll("[data-passkey=part]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-passkey=without]")) part.hidden = true;

  async function asked(address, body) {
    const told = await fetch(address, {
      method: "POST",
      body: body instanceof URLSearchParams ? body : JSON.stringify(body),
      headers: body instanceof URLSearchParams ? {} : {"content-type": "application/json"},
    });
    const answer = await told.json();
    if (!told.ok) throw new Error(answer.error);
    return answer;
  }

  async function attempt(button, act) {
    button.disabled = true;
    say("");
    try {
      location.assign((await act()).to);
    } catch (error) {
      say(words(error));
      button.disabled = false;
    }
  }

  function say(what) {
    said.textContent = what;
    said.hidden = !what;
  }

  function words(error) {
    if (error.name === "InvalidStateError") return "This device has a passkey here already.";
    if (error instanceof DOMException) return "No passkey was used. You can try again.";
    if (error instanceof TypeError) return "The server did not answer. You can try again.";
    return `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`;
  }

  making?.addEventListener("submit", event => {
    event.preventDefault();
    const typed = new FormData(making);
    attempt(making.querySelector("button"), async () => {
      const password = new URLSearchParams({password: typed.get("password")});
      const options = await asked("/account/passkeys/begin", password);
      const publicKey = can.parseCreationOptionsFromJSON(options);
      const made = await navigator.credentials.create({publicKey});
      return asked("/account/passkeys", {name: typed.get("name"), credential: made.toJSON()});
    });
  });

  showing?.addEventListener("click", () => attempt(showing, async () => {
    const options = await asked("/sign-in/passkey/begin", new URLSearchParams());
    const publicKey = can.parseRequestOptionsFromJSON(options);
    const shown = await navigator.credentials.get({publicKey});
    return asked("/sign-in/passkey", {credential: shown.toJSON()});
  }));
})();
