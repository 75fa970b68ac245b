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
  const all = groups[0].group.parentElement, end = groups.at(-1).group.nextSibling;
  // a word that is typed is found at the beginning of words; whole words count more, and so does the first line
  const beginning = (word) => new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`, "u");
  const whole = (word) => new RegExp(`${beginning(word).source}(?![\\p{L}\\p{N}])`, "u");
  const worth = (words, asked) => asked.every((each) => each.begins.test(words))
    ? 1 + asked.filter((each) => each.whole.test(words)).length + asked.filter((each) => each.begins.test(words.slice(0, 160))).length / 10 : 0;
  const filter = () => {
    const typed = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const asked = typed.map((word) => ({ begins: beginning(word), whole: whole(word) }));
    let count = 0;
    const best = new Map();
    for (const { group, open, rows } of groups) {
      let here = 0;
      const valued = rows.map(({ row, words }) => ({ row, value: worth(words, asked) }));
      for (const { row, value } of valued) {
        row.hidden = value === 0;
        if (!row.hidden) here += 1;
      }
      valued.sort((one, other) => other.value - one.value);
      group.append(...valued.map(({ row }) => row));
      best.set(group, valued[0]?.value ?? 0);
      group.hidden = here === 0;
      group.open = asked.length ? here > 0 : open;
      count += here;
    }
    const sorted = groups.map(({ group }) => group).sort((one, other) => best.get(other) - best.get(one));
    for (const group of sorted) all.insertBefore(group, end);
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
