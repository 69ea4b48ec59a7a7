// Where one writes: commands after a slash, people after an at sign, Enter sends.

import { act, commands, look, names, words } from "./net.js";
import { newest } from "./draw.js";

const box = document.getElementById("suggestions");
let field = null, marked = 0, kind = "", startAt = 0;

export function start() {
  for (const id of ["line", "thread-line"]) {
    const line = document.getElementById(id);
    line.addEventListener("input", () => { grow(line); suggest(line); });
    line.addEventListener("keydown", keys);
    line.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== line) dismiss(); }, 150));
    line.form.addEventListener("submit", (event) => { event.preventDefault(); send(line); });
  }
}

export function grow(line) {
  line.rows = 1;
  while (line.rows < 8 && line.scrollHeight > line.clientHeight + 4) line.rows += 1;
}

export function put(text) {
  const line = document.getElementById("line");
  line.value = text;
  grow(line);
  line.focus();
  line.setSelectionRange(text.length, text.length);
}

async function send(line) {
  const text = line.value;
  if (!text.trim()) return;
  dismiss();
  line.value = "";
  grow(line);
  if (line.id === "line") newest();
  const told = await act("say", { room: look.room, text, thread: line.id === "thread-line" ? look.thread : "" });
  // Nothing typed is lost: what could not be sent comes back into the composer.
  if ((told.error || told.back) && !line.value) {
    line.value = text;
    grow(line);
  }
}

function suggest(line) {
  field = line;
  const before = line.value.slice(0, line.selectionStart);
  const slash = /^\/(\S*)$/.exec(before), at = /(?:^|[\s(,\uff0c\u3001])@([^\s@]{0,20})$/.exec(before);
  if (slash) {
    kind = "command";
    startAt = 0;
    return offer(commands.filter((one) => one.name.startsWith(before) || meant(one, slash[1])).map((one) => ({ text: `${one.name} `, label: one.name, note: one.description, hint: one.hint })), words.commands);
  }
  if (at) {
    kind = "person";
    startAt = line.selectionStart - at[1].length - 1;
    const wanted = at[1].toLocaleLowerCase();
    const found = names.filter((name) => name.toLocaleLowerCase().includes(wanted)).slice(0, 8);
    return offer(found.map((name) => ({ text: `@${name} `, label: `@${name}` })), words.mention);
  }
  return dismiss();
}

// What it is for will do as well as its name: /\u6295\u8bc9 finds the command for complaints.
function meant(one, typed) {
  return typed.length > 1 && one.also.toLocaleLowerCase().includes(typed.toLocaleLowerCase());
}

function offer(items, label) {
  if (!items.length) return dismiss();
  box.setAttribute("aria-label", label);
  box.replaceChildren(...items.map((item, index) => {
    const row = document.createElement("li");
    row.id = `suggestion-${index}`;
    row.setAttribute("role", "option");
    const name = document.createElement("strong");
    name.textContent = item.label;
    row.append(name);
    for (const [part, tag] of [[item.hint, "code"], [item.note, "small"]]) {
      if (!part) continue;
      const node = document.createElement(tag);
      node.textContent = part;
      row.append(node);
    }
    row.dataset.text = item.text;
    row.onpointerdown = (event) => { event.preventDefault(); take(index); };
    return row;
  }));
  field.closest("form").append(box);
  box.hidden = false;
  field.setAttribute("aria-expanded", "true");
  mark(0);
  return undefined;
}

function mark(index) {
  marked = index;
  [...box.children].forEach((row, number) => {
    row.classList.toggle("marked", number === index);
    row.setAttribute("aria-selected", number === index ? "true" : "false");
  });
  box.children[index].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", box.children[index].id);
}

function take(index) {
  const text = box.children[index].dataset.text, end = field.selectionStart;
  field.setRangeText(text, startAt, end, "end");
  dismiss();
  field.focus();
}

export function dismiss() {
  if (box.hidden) return false;
  box.hidden = true;
  field?.setAttribute("aria-expanded", "false");
  field?.removeAttribute("aria-activedescendant");
  return true;
}

function keys(event) {
  const line = event.target;
  // While an input method composes, Enter belongs to it.
  if (event.isComposing || event.keyCode === 229) return;
  if (!box.hidden && field === line) {
    const count = box.children.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      return mark((marked + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
    }
    const whole = kind === "command" && box.children[marked].dataset.text.trim() === line.value.trim();
    if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !whole)) {
      event.preventDefault();
      return take(marked);
    }
  }
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send(line);
  } else if (event.key === "ArrowUp" && !line.value) {
    const mine = [...document.querySelectorAll("#messages [data-raw]")].pop();
    if (mine) {
      event.preventDefault();
      mine.dispatchEvent(new CustomEvent("edit", { bubbles: true }));
    }
  }
}
