// The check without the server: kept on this device, assessed once it was sent.
"use strict";

(() => {
  const form = document.getElementById("later");
  const go = document.getElementById("go-now");
  const list = document.getElementById("waiting");
  const kept = document.getElementById("kept");
  const wrong = document.getElementById("wrong");
  const keptGo = document.getElementById("kept-go");
  const boxes = [...form.querySelectorAll("input[data-sign]")];

  const urgent = boxes.filter((each) => "emergency" in each.dataset).map((each) => each.dataset.sign);
  form.hidden = false;
  form.addEventListener("change", () => {
    go.hidden = !boxes.some((each) => each.checked && "emergency" in each.dataset);
  });

  const checkIn = () => {
    const told = {};
    for (const each of boxes) {
      if (each.checked) told[each.dataset.sign] = "yes";
      else if (form.elements.none.checked) told[each.dataset.sign] = "no";
    }
    for (const name of ["pain_now", "hours_since_lift"]) {
      if (form.elements[name].value !== "") told[name] = Number(form.elements[name].value);
    }
    if (form.elements.onset.value) told.onset = form.elements.onset.value;
    return told;
  };

  const state = (each) => {
    if (!each.refused) return "not assessed yet";
    return each.url ? `your words were not read: ${each.refused}` : `not taken: ${each.refused}`;
  };

  const answer = (url) => {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = "The answer to the rest";
    return link;
  };

  const show = async () => {
    const all = await outbox.waiting();
    list.replaceChildren(...all.map((each) => {
      const row = document.createElement("li");
      const at = new Date(each.at).toLocaleString();
      row.append(`${at}: ${state(each)}`);
      if (each.url) row.append(" ", answer(each.url));
      const drop = document.createElement("button");
      drop.type = "button";
      drop.textContent = "Delete";
      drop.addEventListener("click", () => outbox.drop(each.key).then(show));
      row.append(" ", drop);
      return row;
    }));
    kept.hidden = !all.length;
    keptGo.hidden = !all.some((each) => urgent.some((name) => (each.check_in || {})[name] === "yes"));
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = checkIn();
    const text = form.elements.text.value.trim();
    wrong.hidden = true;
    if (!text && !Object.keys(told).length) {
      wrong.textContent = "Nothing was answered: tick what fits, or write what happened.";
      wrong.hidden = false;
      return;
    }
    const at = new Date().toISOString();
    try {
      const check = { key: crypto.randomUUID(), at };
      if (Object.keys(told).length) check.check_in = told;
      if (text) check.text = text;
      await outbox.keep(check);
    } catch {
      wrong.textContent = "This device could not keep it. Write it down, and check again when the server is there.";
      wrong.hidden = false;
      return;
    }
    form.reset();
    go.hidden = true;
    await show();
    kept.scrollIntoView();
    kept.focus();
    await outbox.sendAll().then(show);
  });

  document.addEventListener("outbox", show);
  show();
})();
