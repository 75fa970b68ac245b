// A number typed on a keyboard answers; a spot of the body ticks its box. Nothing here is needed.
"use strict";
(() => {
  const one = (what, where = document) => where.querySelector(what);
  const typing = (at) => at.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");

  // While the question has the focus, 1 to 9 press the answers in their order; on a screen that
  // asks a number they are typed.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    if (!event.target.closest("h1, main form")) return;
    if (!/^[0-9]$/.test(event.key)) return;
    const field = one("input[name=number]:not([type=radio])");
    if (field) { field.focus(); return; }
    const answers = [...document.querySelectorAll("[data-answer]")];
    const at = answers[Number(event.key) - 1];
    if (at) { event.preventDefault(); at.focus(); at.click(); }
  });

  // one answer to a question: what is typed takes back what was tapped, and the other way round
  document.addEventListener("input", (event) => {
    const part = event.target.closest("[data-part]");
    if (!part) return;
    const typed = one("input:not([type=radio]):not([type=checkbox])", part);
    if (!typed) return;
    if (event.target === typed) for (const each of part.querySelectorAll("input:checked")) each.checked = false;
    else typed.value = "";
  });

  // a form goes once; it can go again where the browser comes back to the page
  addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const form = event.target;
    if (form.dataset.gone) { event.preventDefault(); return; }
    form.dataset.gone = "yes";
  });
  addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.gone;
    paint();
  });

  const spots = [...document.querySelectorAll(".spot")];
  const box = (spot) => document.getElementById(`region-${spot.dataset.region}`);
  function paint() {
    for (const spot of spots) spot.classList.toggle("on", Boolean(box(spot)?.checked));
  }
  for (const each of document.querySelectorAll(".spot, .reach")) {
    each.addEventListener("click", () => { box(each)?.click(); });
  }
  document.addEventListener("change", paint);
  document.addEventListener("focusin", (event) => {
    for (const spot of spots) spot.classList.toggle("near", box(spot) === event.target);
  });
  paint();
})();
