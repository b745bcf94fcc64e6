// A chapter is written: a figure goes in where the cursor stands, and the list of figures is narrowed by a word.
// Without this its mark is copied by hand.
const place = (text, mark) => {
  const { selectionStart: at, selectionEnd: end } = text;
  text.setRangeText(mark, at, end, "end");
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-insert]");
  const text = button && document.getElementById("id_text");
  if (text) place(text, button.dataset.insert);
});

document.addEventListener("input", (event) => {
  const list = document.getElementById(event.target.dataset?.narrows);
  if (!list) return;
  const word = event.target.value.trim().toLowerCase();
  for (const line of list.querySelectorAll("li")) line.hidden = !line.textContent.toLowerCase().includes(word);
  if (word) for (const group of list.querySelectorAll("details")) group.open = true;
});

export function ready_to_write(root = document) {
  root.querySelectorAll("[data-insert], [data-scripted]").forEach((one) => (one.hidden = false));
}
