// What one does with a message: react, reply, edit, delete, use a shortcut.

import { act, look, refresh, words } from "./net.js";
import { ask } from "./blocks.js";
import { hide, menu, show } from "./floats.js";
import { openThread } from "./panels.js";

const picker = document.getElementById("picker");
let target = null;

const at = (node) => ({ room: look.room, ts: node.closest("[data-ts]").dataset.ts });

export const react = (button) => act("react", { ...at(button), name: button.dataset.name });

export function openPicker(button) {
  target = at(button);
  if (show(picker, button)) picker.querySelector("button").focus();
}

export function pick(button) {
  const name = button.dataset.name;
  hide();
  act("react", { ...target, name });
}

export const thread = (button) => openThread(button.closest("[data-ts]").dataset.ts);

export async function more(button) {
  const article = button.closest("article"), where = at(button);
  const chosen = await menu(button, button.parentElement.querySelector("template"));
  if (!chosen) return;
  if (chosen.value === "shortcut") act("shortcut", { ...where, callback: chosen.callback });
  else if (chosen.value === "copy") navigator.clipboard?.writeText(article.querySelector(".content").innerText);
  else if (chosen.value === "edit") edit(article);
  else if (chosen.value === "delete") remove(where);
}

async function remove(where) {
  const sure = await ask({ title: words.delete, text: words.delete_ask, confirm: words.delete_yes, deny: words.cancel, style: "danger" });
  if (sure) act("delete", where);
}

export function edit(article) {
  const content = article.querySelector(".content");
  if (content.classList.contains("editing")) return;
  const form = document.createElement("form"), line = document.createElement("textarea");
  form.className = "editor";
  line.className = "input";
  line.value = article.dataset.raw;
  line.rows = Math.min(8, line.value.split("\n").length + 1);
  line.setAttribute("aria-label", words.edit);
  const cancel = button(words.cancel, "btn"), save = button(words.save, "btn primary");
  save.type = "submit";
  form.append(line, cancel, save);
  const before = [...content.childNodes];
  const done = () => {
    content.classList.remove("editing");
    content.replaceChildren(...before);
    refresh();
    article.focus();
  };
  cancel.onclick = done;
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (!line.value.trim()) return;
    const where = at(article), text = line.value;
    done();
    await act("edit", { ...where, text });
  };
  line.onkeydown = (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      done();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    }
  };
  content.classList.add("editing");
  content.replaceChildren(form);
  line.focus();
}

function button(text, kind) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = text;
  return made;
}

document.addEventListener("edit", (event) => edit(event.target));
