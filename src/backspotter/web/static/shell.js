// On every page: what was kept on the device is sent, and the page learns to work without the server.
"use strict";

(() => {
  if (!window.isSecureContext || !("serviceWorker" in navigator) || !window.outbox) return;
  navigator.serviceWorker.register("/shell.js").catch(() => {});

  const say = (words, address) => {
    const line = document.createElement("p");
    line.className = "done";
    line.setAttribute("role", "status");
    line.append(words);
    if (address) {
      const link = document.createElement("a");
      link.href = address;
      link.textContent = "See the answer";
      line.append(" ", link);
    }
    document.getElementById("main").prepend(line);
  };
  const sendNow = async () => {
    if (!(await outbox.waiting()).length) return;
    const answers = await outbox.sendAll();
    for (const each of answers) say("The check you made without the server was sent and is assessed now.", each);
    const left = (await outbox.waiting()).length;
    if (left && document.body.dataset.page !== "offline") {
      say(left === 1 ? "A check on this device was not sent yet." : `${left} checks on this device were not sent yet.`, "/offline");
    }
    document.dispatchEvent(new CustomEvent("outbox"));
  };
  window.addEventListener("online", sendNow);
  sendNow();
})();
