// The drawer on the right: a thread, the tour, the payloads, the trouble; and the clock.

import { act, look, onState, refresh, words } from "./net.js";
import { forget, newest, place, rows, speak } from "./draw.js";
import { hide, show } from "./floats.js";
import { put } from "./composer.js";
import { tell } from "./tables.js";

const $ = (id) => document.getElementById(id);
let kind = "", opener = null;

export function openThread(ts) {
  look.thread = ts;
  open("thread");
  setTimeout(() => $("thread-line").focus(), 0);
}

export function toggle(button) {
  if (kind === button.dataset.panel) close();
  else open(button.dataset.panel, button);
}

export function open(wanted, from = document.activeElement) {
  if (!kind) opener = from;
  kind = wanted;
  look.panel = wanted === "thread" ? "" : wanted;
  if (wanted !== "thread") look.thread = "";
  forget("panel");
  $("panel-body").replaceChildren();
  $("panel").hidden = false;
  $("panel").className = `panel ${wanted}`;
  $("panel-title").textContent = words[wanted];
  $("filter").hidden = wanted !== "inspector";
  $("thread-composer").hidden = wanted !== "thread";
  for (const button of document.querySelectorAll("[data-do=panel]")) button.setAttribute("aria-pressed", String(button.dataset.panel === wanted));
  document.body.classList.add("with-panel");
  return refresh();
}

export function close() {
  if (!kind) return false;
  kind = look.panel = look.thread = "";
  $("panel").hidden = true;
  document.body.classList.remove("with-panel");
  for (const button of document.querySelectorAll("[data-do=panel]")) button.setAttribute("aria-pressed", "false");
  if (opener?.isConnected) opener.focus();
  refresh();
  return true;
}

onState((state) => {
  if (kind === "thread") {
    if (!state.thread) return;
    const body = $("panel-body"), low = body.scrollHeight - body.scrollTop - body.clientHeight < 80;
    const known = body.childElementCount, fresh = rows(body, state.thread.lines);
    if (known) speak(fresh.map(([, spoken]) => spoken).filter(Boolean));
    if (low) body.scrollTop = body.scrollHeight;
  } else if (kind && state.panel && look.panel === kind) {
    const unfolded = new Set([...$("panel-body").querySelectorAll("details[open]")].map((row) => row.dataset.number));
    if (place("panel", $("panel-body"), state.panel)) {
      for (const row of $("panel-body").querySelectorAll("details")) row.open = unfolded.has(row.dataset.number);
    }
  }
});

let waiting = 0;
$("filter").addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    look.wanted = event.target.value;
    refresh();
  }, 200);
});

let local = "";
onState((state) => { local = state.clock.local; });

export function clock(button) {
  const exact = $("clockbox").querySelector("input");
  exact.value = local;
  tell(exact);
  if (show($("clockbox"), button)) $("clockbox").querySelector("button").focus();
}

export async function move(to) {
  const box = $("clockbox"), note = box.querySelector(".passing");
  note.hidden = false;
  document.body.classList.add("passing");
  for (const button of box.querySelectorAll("button")) button.disabled = true;
  await act("clock", { to });
  for (const button of box.querySelectorAll("button")) button.disabled = false;
  document.body.classList.remove("passing");
  note.hidden = true;
  if (!box.hidden) hide();
}

$("clockbox").querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.to.value) move(event.target.to.value);
});

/** Do what the button of a tour step offers. */
export async function offered(button, go) {
  const made = await act("offer", { step: Number(button.dataset.step) });
  if (made.error) return;
  if (made.person && made.person !== look.person) {
    location.assign(`?person=${made.person}&panel=tour`);
    return;
  }
  if (matchMedia("(max-width: 760px)").matches) close();
  if (made.room) {
    await go(made.room);
    point();
  }
  if (made.line) put(made.line);
  if (made.moment) await passing(button, made.moment);
}

/** Say on the button that time is passing, and show what it brought. */
async function passing(button, moment) {
  const said = button.textContent;
  button.disabled = true;
  button.textContent = words.passing;
  await move(moment);
  button.disabled = false;
  button.textContent = said;
  newest();
  beckon();
}

/** The keyboard stands on what the tour asks for next; a button that is busy or gone has lost it. */
export function beckon() {
  if (document.activeElement === document.body) $("panel-body").querySelector("[data-do=offer]")?.focus({ preventScroll: true });
}

/** Show where to look: the newest message, marked for a moment. */
function point() {
  newest();
  const last = [...document.querySelectorAll("#messages article")].pop();
  if (!last) return;
  last.classList.add("pointed");
  setTimeout(() => last.classList.remove("pointed"), 2400);
}

export const chaos = (input) => act("chaos", { key: input.dataset.key, on: input.checked });
export const calm = () => act("chaos");
