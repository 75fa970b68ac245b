// Says a slider's number beside it while it moves.
"use strict";
for (const slider of document.querySelectorAll(".slider input")) {
  const told = slider.parentElement.querySelector("output");
  const say = () => {
    told.value = slider.value + told.dataset.unit;
    slider.setAttribute("aria-valuetext", told.value);
  };
  slider.addEventListener("input", say);
  say();
}
