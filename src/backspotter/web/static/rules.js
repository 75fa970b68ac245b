// Finds rows by every word that is typed, and opens the group of a row that is linked to.
"use strict";
(() => {
  const form = document.querySelector(".find");
  const field = form.querySelector("input");
  const told = form.querySelector("#found");
  const groups = [...document.querySelectorAll(".group")].map((group) => ({
    group, open: group.open,
    rows: [...group.querySelectorAll(".rule")].map((row) => ({ row, words: row.textContent.toLowerCase() })),
  }));
  const filter = () => {
    const asked = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { group, open, rows } of groups) {
      let here = 0;
      for (const { row, words } of rows) {
        row.hidden = !asked.every((each) => words.includes(each));
        if (!row.hidden) here += 1;
      }
      group.hidden = here === 0;
      group.open = asked.length ? here > 0 : open;
      count += here;
    }
    told.textContent = count ? `${count} ${count === 1 ? "row" : "rows"}` : "Nothing goes by these words.";
  };
  const follow = () => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!row || !row.matches(".rule, .group")) return;
    if (row.hidden) { field.value = ""; filter(); }
    row.closest("details").open = true;
    row.scrollIntoView();
    // rows above take their true heights only now
    requestAnimationFrame(() => requestAnimationFrame(() => row.scrollIntoView()));
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  let waits;
  field.addEventListener("input", () => { clearTimeout(waits); waits = setTimeout(filter, 120); });
  addEventListener("hashchange", follow);
  follow();
})();
