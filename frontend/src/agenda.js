// An agenda is put in order by dragging; the keys beside each item do the same without a script. And a paper's pages are
// turned by the arrow keys.
let held = null;

const line_of = (event) => event.target.closest?.("[data-drag] > li");
const unmark = () => document.querySelectorAll(".over, .over-end").forEach((line) => line.classList.remove("over", "over-end"));
const below = (event, line) => event.clientY > line.getBoundingClientRect().top + line.offsetHeight / 2;

// Only what is pressed becomes draggable: words in the list can still be marked, and what htmx brings in needs no setting up.
document.addEventListener("pointerdown", (event) => {
  const line = line_of(event);
  if (line && event.pointerType === "mouse" && !event.target.closest("button, a, input")) line.draggable = true;
});
document.addEventListener("dragstart", (event) => {
  held = line_of(event);
  if (held) event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragover", (event) => {
  const line = line_of(event);
  if (!held || !line || line.parentNode !== held.parentNode) return;
  event.preventDefault();
  unmark();
  line.classList.add(below(event, line) ? "over-end" : "over");
});
document.addEventListener("drop", (event) => {
  const line = line_of(event);
  if (!held || !line || line.parentNode !== held.parentNode) return;
  event.preventDefault();
  const rest = [...held.parentNode.children].filter((one) => one !== held);
  const place = line === held ? 0 : rest.indexOf(line) + 1 + below(event, line);
  if (place) send(held.querySelector("form"), place);
});
document.addEventListener("dragend", () => {
  unmark();
  if (held) held.draggable = false;
  held = null;
});

function send(form, place) {
  for (const [name, value] of [["act", "to"], ["place", place]]) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  form.submit();
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.("input, textarea, select")) return;
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (way) document.querySelector(`a[data-turn][rel=${way}]`)?.click();
});
