// The select of Block Kit: a button that opens a searchable list; static, people, channels or asked from the app.

import { act, word, words } from "./net.js";
import { hide, isOpen, restand, show } from "./floats.js";
import { acts, ask, chosen, press, values, whereOf } from "./blocks.js";

const box = document.getElementById("list");
const input = box.querySelector("input");
const list = document.getElementById("listbox");
const note = box.querySelector("[role=status]");
let combo = null, marked = -1, asked = 0, timer = 0;

export function openList(button) {
  combo = button.closest(".combo");
  input.value = "";
  marked = -1;
  if (!show(box, button, () => { combo = null; list.replaceChildren(); })) return;
  const few = !isExternal() && combo.querySelector("template").content.childElementCount <= 8;
  input.classList.toggle("quiet", few);
  input.focus();
  fill();
}

function isExternal() { return combo.dataset.external === "1"; }

function fill() {
  if (isExternal()) {
    const least = Number(combo.dataset.least);
    if (input.value.length < least) return offer([], word("at_least", { n: least }));
    clearTimeout(timer);
    timer = setTimeout(fetchOptions, input.value ? 120 : 0);
    return undefined;
  }
  const wanted = input.value.trim().toLocaleLowerCase();
  const items = [...combo.querySelector("template").content.children]
    .map((item) => ({ label: item.textContent, value: item.dataset.value, note: item.dataset.note }))
    .filter((item) => item.label.toLocaleLowerCase().includes(wanted));
  return offer(items, items.length ? "" : words.none);
}

async function fetchOptions() {
  const mine = ++asked, at = combo;
  const answer = await act("suggest", { ...whereOf(at), action: at.dataset.action, query: input.value });
  if (mine !== asked || combo !== at) return;
  const items = (answer.options || []).map((row) => ({ ...row, note: row.option?.description?.text }));
  offer(items, items.length ? "" : words.none);
}

function offer(items, message) {
  const held = new Set(values(combo).map((value) => value?.value ?? value));
  list.replaceChildren(...items.map((item, index) => {
    const row = document.createElement("li");
    row.id = `option-${index}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", held.has(item.value) ? "true" : "false");
    row.textContent = item.label;
    if (item.note) {
      const small = document.createElement("small");
      small.textContent = item.note;
      row.append(small);
    }
    row.onclick = () => choose(item);
    row.onpointermove = () => mark(index);
    return row;
  }));
  note.textContent = message;
  mark(items.length ? 0 : -1);
  restand();
}

function mark(index) {
  list.children[marked]?.classList.remove("marked");
  marked = index;
  const row = list.children[index];
  row?.classList.add("marked");
  row?.scrollIntoView({ block: "nearest" });
  if (row) input.setAttribute("aria-activedescendant", row.id);
  else input.removeAttribute("aria-activedescendant");
}

input.addEventListener("input", fill);
input.addEventListener("keydown", (event) => {
  const count = list.children.length;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (count) mark((marked + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
  } else if (event.key === "Home" || event.key === "End") {
    if (count) mark(event.key === "Home" ? 0 : count - 1);
  } else if (event.key === "Enter") {
    list.children[marked]?.click();
  } else if (event.key === "Tab") {
    hide();
    return;
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
});

async function choose(item) {
  const at = combo, multi = at.dataset.multi === "1";
  const confirmed = await (at.dataset.confirm ? (hide(), ask(JSON.parse(at.dataset.confirm))) : true);
  if (!confirmed) return;
  if (multi) {
    addChip(at, item);
    input.value = "";
    if (isOpen(box)) fill();
  } else {
    const button = at.querySelector(".select");
    button.dataset.value = item.value;
    // What it began with is gone, also where the new choice is told by its value alone.
    if (item.option) button.dataset.option = JSON.stringify(item.option);
    else delete button.dataset.option;
    button.classList.remove("blank");
    button.querySelector(".shown").textContent = item.label;
    hide();
  }
  if (acts(at)) press(at, chosen(at));
}

function addChip(at, item) {
  const chips = at.querySelector(".chips"), most = Number(at.dataset.most) || Infinity;
  const there = [...chips.children].find((chip) => chip.dataset.value === item.value);
  if (there) return there.remove();
  if (chips.children.length >= most) return undefined;
  const chip = document.createElement("span");
  chip.className = "chip";
  chip.dataset.value = item.value;
  if (item.option) chip.dataset.option = JSON.stringify(item.option);
  chip.textContent = item.label;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.dataset.do = "unchip";
  remove.textContent = "×";
  remove.setAttribute("aria-label", word("remove", { name: item.label }));
  chip.append(remove);
  chips.append(chip);
  return chip;
}

export function unchip(button) {
  const at = button.closest(".combo");
  button.closest(".chip").remove();
  at.querySelector(".select").focus();
  if (acts(at)) press(at, chosen(at));
}
