// Whoever types another time means it.
"use strict";
for (const field of document.querySelectorAll("input[type=datetime-local][name=at]")) {
  field.addEventListener("input", () => {
    const other = field.form.querySelector("input[name=when][value=other]");
    if (other && field.value) other.checked = true;
  });
}
