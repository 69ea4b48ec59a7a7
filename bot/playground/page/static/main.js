// Brings the parts together: one listener for clicks, one for keys.

import { act, first, listen, look, refresh, tell } from "./net.js";
import { arrive, newest } from "./draw.js";
import * as blocks from "./blocks.js";
import * as combo from "./combo.js";
import * as composer from "./composer.js";
import * as floats from "./floats.js";
import * as messages from "./messages.js";
import * as panels from "./panels.js";
import { sort } from "./tables.js";

const $ = (id) => document.getElementById(id);

/** Show another conversation: {room} or {with}. */
async function go(asked) {
  look.room = asked.room || "";
  look.with = asked.with || "";
  look.tab = look.since = look.most = "";
  if (look.thread) panels.close();
  nav(false);
  arrive();
  await refresh();
  look.with = "";
  if (matchMedia("(min-width: 761px)").matches) $("line").focus();
}

function nav(open) {
  const shown = document.body.classList.toggle("with-nav", open);
  document.querySelector(".burger").setAttribute("aria-expanded", String(shown));
  if (shown) $("faces").querySelector("[aria-current]").focus();
}

async function tab(button) {
  look.tab = button.dataset.tab === "home" ? "home" : "";
  if (look.tab) await act("home");
  else await refresh();
}

function roomLink(link) {
  const query = new URL(link.href).searchParams;
  return go({ room: query.get("room"), with: query.get("with") });
}

const handlers = {
  room: roomLink,
  person: (link) => location.assign(`?person=${link.dataset.person}${look.panel ? `&panel=${look.panel}` : ""}`),
  tab,
  nav: () => nav(),
  earlier: () => { look.most = String((Number(look.most) || 60) + 60); refresh(); },
  press: (node) => blocks.pressed(node),
  combo: combo.openList,
  unchip: combo.unchip,
  menu: blocks.overflow,
  react: messages.react,
  picker: messages.openPicker,
  pick: messages.pick,
  thread: messages.thread,
  more: messages.more,
  sort,
  panel: panels.toggle,
  "close-panel": () => panels.close(),
  "close-modal": () => blocks.closeModal(),
  limits: () => $("limits").showModal(),
  "close-limits": () => $("limits").close(),
  clock: panels.clock,
  move: (button) => panels.move(button.dataset.to),
  offer: (button) => panels.offered(button, () => go({})),
  calm: panels.calm,
  newest,
};

document.addEventListener("click", (event) => {
  const node = event.target.closest("[data-do]");
  const handler = node && handlers[node.dataset.do];
  if (!handler) return;
  if (node.matches("a") && node.dataset.do !== "press") {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
  }
  handler(node, event);
});

document.addEventListener("change", (event) => {
  if (event.target.dataset.do === "file") blocks.chosenFiles(event.target);
  if (event.target.dataset.do === "chaos") panels.chaos(event.target);
});

function among(items, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = items.indexOf(document.activeElement);
  if (!step || at < 0) return false;
  items[Math.max(0, Math.min(items.length - 1, at + step))].focus();
  return true;
}

function region(back) {
  const stops = [$("faces").querySelector("[aria-current]"), $("line"), ...($("panel").hidden ? [] : [$("panel").querySelector("button")])];
  const at = stops.findIndex((stop) => stop.closest("nav, main, aside").contains(document.activeElement));
  stops[(at + (back ? -1 : 1) + stops.length) % stops.length].focus();
}

function escape() {
  if (composer.dismiss() || floats.hide()) return true;
  if (document.querySelector("dialog[open]")) return false;
  if (document.body.classList.contains("with-nav")) {
    nav(false);
    return true;
  }
  return panels.close();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (escape()) event.preventDefault();
  } else if (event.key === "F6") {
    event.preventDefault();
    region(event.shiftKey);
  } else if (floats.arrows(event)) {
    event.preventDefault();
  } else if (event.target.matches?.("article")) {
    if (event.key === "Enter") event.target.querySelector("button, a, input")?.focus();
    else if (!among([...event.target.closest(".row").parentElement.querySelectorAll("article")], event)) return;
    event.preventDefault();
  } else if (event.target.matches?.(".room, .face")) {
    if (among([...document.querySelectorAll(event.target.matches(".room") ? ".room" : ".face")], event)) event.preventDefault();
  } else if (event.target.matches?.("[role=tab]") && /^Arrow(Left|Right)$/.test(event.key)) {
    (event.target.nextElementSibling || event.target.previousElementSibling).focus();
  }
});

document.addEventListener("focusin", (event) => {
  const article = event.target.closest?.("article");
  if (!article) return;
  for (const other of article.closest(".row").parentElement.querySelectorAll("article[tabindex='0']")) other.tabIndex = -1;
  article.tabIndex = 0;
});

composer.start();
const asked = new URLSearchParams(location.search);
if (asked.get("tab") === "home") look.tab = "home";
tell(first);
if (look.tab) act("home");
// A newcomer is shown the way; on a phone the drawer would hide everything else.
const newcomer = first.tour.done === 0 && matchMedia("(min-width: 981px)").matches;
if (asked.get("panel") || newcomer) panels.open(asked.get("panel") || "tour").then(panels.beckon);
refresh();
listen();
document.documentElement.dataset.ready = "1";
