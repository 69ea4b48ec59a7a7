// What the browser adds to drawn blocks: dates told in the person's language, data tables sorted and paged.

import { word, words } from "./net.js";

/** Prepare what has just been drawn. */
export function freshen(box) {
  for (const input of box.querySelectorAll(".when input")) tell(input);
  for (const table of box.querySelectorAll("table.data")) turn(table, 0);
}

const LOCALE = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const SHAPES = {
  date: { day: "numeric", month: "short", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hour12: false },
  "datetime-local": { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: false },
};

// The browser writes dates in its own language; outside of typing the person reads his.
export function tell(input) {
  const at = input.value && new Date(input.type === "time" ? `2000-01-01T${input.value}` : input.type === "date" ? `${input.value}T00:00` : input.value);
  const empty = input.type === "time" ? words.pick_time : words.pick_date;
  input.nextElementSibling.classList.toggle("blank-face", !at);
  input.nextElementSibling.textContent = at ? new Intl.DateTimeFormat(LOCALE, SHAPES[input.type]).format(at) : empty;
}
document.addEventListener("change", (event) => { if (event.target.matches(".when input")) tell(event.target); });
document.addEventListener("click", (event) => {
  if (event.target.matches(".when input")) event.target.showPicker?.();
});

function turn(table, page) {
  const size = Number(table.dataset.page), lines = [...table.tBodies[0].rows];
  const pages = Math.max(1, Math.ceil(lines.length / size));
  const now = Math.min(Math.max(0, page), pages - 1);
  table.dataset.now = now;
  lines.forEach((line, index) => { line.hidden = Math.floor(index / size) !== now; });
  const around = table.parentElement;
  around.nextElementSibling?.classList.contains("pager") && around.nextElementSibling.remove();
  if (pages === 1) return;
  const pager = document.createElement("div");
  pager.className = "pager";
  const count = document.createElement("span");
  count.textContent = word("page", { page: now + 1, pages });
  pager.append(step(words.previous, "‹", () => turn(table, now - 1), now === 0), count, step(words.next, "›", () => turn(table, now + 1), now === pages - 1));
  around.after(pager);
}

function step(label, sign, go, off) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = sign;
  button.setAttribute("aria-label", label);
  button.disabled = off;
  button.onclick = go;
  return button;
}

export function sort(button) {
  const head = button.closest("th"), table = head.closest("table"), column = head.cellIndex;
  const up = head.getAttribute("aria-sort") !== "ascending";
  for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  const value = (line) => line.cells[column].dataset.number ?? line.cells[column].textContent;
  const compare = (a, b) => {
    const [x, y] = [value(a), value(b)];
    return Number.isFinite(+x) && Number.isFinite(+y) ? x - y : x.localeCompare(y);
  };
  const sorted = [...table.tBodies[0].rows].sort((a, b) => (up ? compare(a, b) : compare(b, a)));
  table.tBodies[0].append(...sorted);
  turn(table, 0);
}
