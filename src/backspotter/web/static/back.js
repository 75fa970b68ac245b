// Says a slider's number beside it while it moves, and keeps the second within what the first leaves.
"use strict";
const bend = document.getElementById("lumbar");
const more = document.getElementById("rounding");
const bound = () => {
  const deepest = Number(bend.form.dataset.deepest), most = Number(more.dataset.most);
  const left = Math.max(0, Math.min(most, Math.floor(deepest - Number(bend.value))));
  const noMore = document.getElementById("no-more");
  more.max = left;
  noMore.hidden = left === most;
  noMore.querySelector("span").textContent = left;
};
for (const slider of document.querySelectorAll(".slider input")) {
  const told = slider.parentElement.querySelector("output");
  const say = () => {
    told.value = slider.value + told.dataset.unit;
    slider.setAttribute("aria-valuetext", told.value);
  };
  slider.addEventListener("input", say);
  if (slider === bend) {
    slider.addEventListener("input", () => {
      bound();
      more.dispatchEvent(new Event("input"));
    });
  }
  say();
}
bound();
