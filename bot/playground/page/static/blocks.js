// What a person does with Block Kit: press, choose, fill in, send; and the question before something grave.

import { act, look, onState, upload, words } from "./net.js";
import { menu, leaveDialog } from "./floats.js";
import { freshen } from "./tables.js";

const $ = (id) => document.getElementById(id);
const modal = $("modal"), question = $("ask");

/** Where an element stands: its dialog or Home, or its message. */
export function whereOf(node) {
  const view = node.closest("[data-view]");
  return view ? { view: view.dataset.view } : { room: look.room, ts: node.closest("[data-ts]").dataset.ts };
}

export function acts(node) {
  return node.dataset.acts === "1" || Boolean(node.closest("[data-dispatch]"));
}

/** Ask before something grave; true for yes. */
export function ask(confirm) {
  return new Promise((done) => {
    $("ask-title").textContent = confirm.title;
    $("ask-text").textContent = confirm.text;
    const [no, yes] = question.querySelectorAll("footer button");
    no.textContent = confirm.deny;
    yes.textContent = confirm.confirm;
    yes.className = `btn ${confirm.style || "primary"}`;
    let answer = false;
    yes.onclick = () => { answer = true; question.close(); };
    no.onclick = () => question.close();
    question.onclose = () => done(answer);
    question.showModal();
    no.focus();
  });
}

export async function press(node, value = null) {
  const holder = node.closest("[data-view]");
  const asked = { ...whereOf(node), block: node.dataset.block, action: node.dataset.action, value };
  if (holder) asked.values = collect(holder);
  node.setAttribute("aria-busy", "true");
  await act("press", asked);
  node.removeAttribute("aria-busy");
}

export async function pressed(button) {
  if (button.getAttribute("aria-busy")) return;
  if (button.dataset.confirm && !(await ask(JSON.parse(button.dataset.confirm)))) return;
  await press(button);
}

export async function overflow(button) {
  const at = button.closest(".overflow"), chosen = await menu(button, at.querySelector("template"));
  if (!chosen) return;
  if (at.dataset.confirm && !(await ask(JSON.parse(at.dataset.confirm)))) return;
  if (chosen.url) window.open(chosen.url, "_blank", "noopener");
  await press(at, chosen.value);
}

/** The values a select holds: options as objects where the app gave objects, else their values. */
export function values(at) {
  const held = at.dataset.multi === "1" ? [...at.querySelectorAll(".chip")] : [at.querySelector(".select")];
  return held.filter((node) => node.dataset.value).map((node) => (node.dataset.option ? JSON.parse(node.dataset.option) : node.dataset.value));
}

export function chosen(at) { return at.dataset.multi === "1" ? values(at) : values(at)[0] ?? ""; }

/** Everything in the fields of a dialog or Home: {block: {action: value}}. */
export function collect(root) {
  const found = {};
  for (const node of root.querySelectorAll("[data-kind]")) {
    const value = valueOf(node);
    if (value !== undefined) (found[node.dataset.block] ||= {})[node.dataset.action] = value;
  }
  return found;
}

function valueOf(node) {
  const kind = node.dataset.kind;
  if (kind === "button" || kind === "overflow") return undefined;
  if (kind.endsWith("_select")) return chosen(node);
  if (kind === "radio_buttons") return node.querySelector(":checked")?.value ?? "";
  if (kind === "checkboxes") return [...node.querySelectorAll(":checked")].map((box) => box.value);
  if (kind === "file_input") return [...node.querySelectorAll("[data-file]")].map((row) => JSON.parse(row.dataset.file));
  return node.value;
}

// Pickers and boxes outside forms act at once; a date typed by keyboard only when it is finished.
let typing = null;
document.addEventListener("keydown", (event) => {
  if (event.target.matches?.("input[data-kind]")) {
    if (event.key === "Enter" && acts(event.target) && event.target.value) {
      event.preventDefault();
      typing = null;
      press(event.target, event.target.value);
    } else {
      typing = event.target;
    }
  }
});
document.addEventListener("change", (event) => {
  const node = event.target.closest("[data-kind]");
  if (!node || event.target.type === "file" || node.matches(".combo") || !acts(node)) return;
  if (node.matches("input") && (typing === node || /^(text|email|url)$/.test(node.type))) return;
  grave(node);
});
document.addEventListener("focusout", (event) => {
  const node = event.target;
  if (typing === node && node.matches("input[type=date], input[type=time], input[type=datetime-local]") && acts(node)) {
    typing = null;
    if (node.value && node.value !== node.defaultValue) grave(node);
  }
});
async function grave(node) {
  if (node.dataset.confirm && !(await ask(JSON.parse(node.dataset.confirm)))) return;
  press(node, valueOf(node));
}

export async function chosenFiles(input) {
  const list = input.closest(".files").querySelector("ul");
  for (const file of input.files) {
    const made = await upload(file);
    if (!made) continue;
    const row = document.createElement("li");
    row.dataset.file = JSON.stringify(made);
    row.textContent = made.name;
    list.append(row);
  }
  input.value = "";
}

// Dialogs.
let version = "", shownView = "", opener = null;
onState((state) => {
  if (!state.modal) {
    version = shownView = "";
    if (modal.open) {
      leaveDialog();
      modal.close();
      if (opener?.isConnected) opener.focus();
      else $("line").focus();
    }
    return;
  }
  if (state.modal.v === version) return;
  const same = shownView === state.modal.id, typed = same ? texts() : new Map();
  const at = same && document.activeElement?.closest("[data-block]")?.dataset.block;
  version = state.modal.v;
  shownView = state.modal.id;
  leaveDialog();
  modal.innerHTML = state.modal.html;
  freshen(modal);
  keep(typed);
  if (!modal.open) {
    opener = document.activeElement;
    modal.showModal();
  }
  const wrong = modal.querySelector(".wrong .control :is(input, textarea, button, select)");
  const back = at && modal.querySelector(`[data-block="${CSS.escape(at)}"] :is(input, textarea, button)`);
  (wrong || back || modal.querySelector(".modal-body :is(input, textarea, .select)") || modal.querySelector("footer button:last-child")).focus();
});

function texts() {
  const fields = modal.querySelectorAll("input[data-kind], textarea[data-kind]");
  return new Map([...fields].map((f) => [`${f.dataset.block} ${f.dataset.action}`, [f.defaultValue, f.value]]));
}

// What is being typed outlives an update of the dialog, unless the app has put something else there.
function keep(typed) {
  for (const field of modal.querySelectorAll("input[data-kind], textarea[data-kind]")) {
    const [was, is] = typed.get(`${field.dataset.block} ${field.dataset.action}`) || [];
    if (is !== undefined && field.defaultValue === was) field.value = is;
  }
}

modal.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = modal.querySelector("[data-do=submit]"), form = modal.querySelector("form");
  if (!button || button.disabled) return;
  const said = button.textContent;
  button.disabled = true;
  button.textContent = words.working;
  await act("submit", { view: form.dataset.view, values: collect(form) });
  if (button.isConnected) {
    button.disabled = false;
    button.textContent = said;
  }
});
modal.addEventListener("cancel", (event) => {
  event.preventDefault();
  closeModal();
});
export function closeModal() { act("close"); }
