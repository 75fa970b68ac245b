// On every page: what was kept on the device is sent, and the page learns to work without the server.
"use strict";

(() => {
  if (!window.isSecureContext || !("serviceWorker" in navigator) || !window.outbox) return;
  navigator.serviceWorker.register("/shell.js").catch(() => {});

  const say = (words, address, called) => {
    const line = document.createElement("p");
    line.className = "done";
    line.setAttribute("role", "status");
    line.append(words);
    if (address) {
      const link = document.createElement("a");
      link.href = address;
      link.textContent = called;
      line.append(" ", link);
    }
    document.getElementById("main").prepend(line);
  };
  const sendNow = async () => {
    if (!(await outbox.waiting()).length) return;
    const answers = await outbox.sendAll();
    const kept = await outbox.waiting();
    for (const each of answers) {
      const unread = kept.some((check) => check.url === each);
      const what = unread ? "What you ticked" : "The check you made";
      say(`${what} without the server was sent and is assessed now.`, each, "See the answer");
    }
    if (document.body.dataset.page !== "offline") {
      const refused = kept.filter((check) => check.refused).length;
      const left = kept.length - refused;
      if (refused) say("Something you wrote on this device was not taken, and counts in no answer.", "/offline", "See why");
      if (left) say(left === 1 ? "A check on this device was not sent yet." : `${left} checks on this device were not sent yet.`, "/offline", "See what waits");
    }
    document.dispatchEvent(new CustomEvent("outbox"));
  };
  window.addEventListener("online", sendNow);
  sendNow();
})();
