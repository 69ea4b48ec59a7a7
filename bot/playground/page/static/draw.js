// Puts fragments in their place, touching only what changed, so that focus and typing survive.

import { look, onState } from "./net.js";
import { freshen } from "./tables.js";

const $ = (id) => document.getElementById(id);
const shown = {};

/** Replace the content of a box when its version changed; focus returns to the same control. */
export function place(key, box, fragment) {
  if (shown[key] === fragment.v) return false;
  shown[key] = fragment.v;
  const at = focusPath(box);
  box.innerHTML = fragment.html;
  freshen(box);
  if (at >= 0) controls(box)[at]?.focus();
  return true;
}

export function forget(key) { delete shown[key]; }

function controls(box) { return [...box.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]; }
function focusPath(box) {
  return box.contains(document.activeElement) ? controls(box).indexOf(document.activeElement) : -1;
}

/** Keep a list of rows [id, version, html, spoken] in step with the page. Returns the rows that are new. */
export function rows(box, wanted) {
  const known = new Map([...box.children].map((row) => [row.dataset.row, row]));
  const fresh = [];
  let before = null;
  for (const [id, version, html, spoken] of wanted) {
    let row = known.get(id);
    known.delete(id);
    if (!row) {
      row = document.createElement("div");
      row.dataset.row = id;
      row.className = "row";
      fresh.push([row, spoken]);
    }
    if (row.dataset.v !== version && !row.querySelector(".editing")) {
      row.dataset.v = version;
      const at = focusPath(row);
      row.innerHTML = html;
      freshen(row);
      if (at >= 0) controls(row)[at]?.focus();
    }
    const next = before ? before.nextSibling : box.firstChild;
    if (next !== row) box.insertBefore(row, next);
    before = row;
  }
  for (const row of known.values()) row.remove();
  const all = box.querySelectorAll("article");
  if (all.length && ![...all].some((one) => one.tabIndex === 0)) all[all.length - 1].tabIndex = 0;
  return fresh;
}

// Where the view stays whatever grows or wraps: "end", the first unread row, or null while somebody reads further up.
let held = "end", stood = 0;

/** Show the newest message of the conversation, and stay there. */
export function newest() {
  held = "end";
  settle();
  $("below").hidden = true;
}

function settle() {
  const box = $("scroller");
  if (held === null || look.tab === "home") return;
  if (held !== "end" && !held.isConnected) held = null;
  else if (held === "end") box.scrollTop = box.scrollHeight;
  else box.scrollTop += held.getBoundingClientRect().top - box.getBoundingClientRect().top;
  stood = box.scrollTop;
}

/** Whoever scrolls lets go of the place; whoever comes to the end stays there. */
function scrolled() {
  const box = $("scroller"), gone = box.scrollTop - stood;
  if (look.tab === "home" || Math.abs(gone) <= 1) return;
  stood = box.scrollTop;
  if (box.scrollHeight - box.scrollTop - box.clientHeight < 80) {
    held = "end";
    $("below").hidden = true;
  } else if (held !== "end" || gone < 0) {
    held = null;
  }
}

$("scroller").addEventListener("scroll", scrolled, { passive: true });
// A panel that opens, a composer that grows, a card that changes: all of them move what was in view.
const sizes = new ResizeObserver(settle);
for (const id of ["scroller", "intro", "messages"]) sizes.observe($(id));

/** Somebody comes in: the last messages, or the first unread one when more is new than the view can hold. */
function enter() {
  newest();
  const box = $("scroller"), mark = $("messages").querySelector(".newmark");
  if (!mark || mark.getBoundingClientRect().top >= box.getBoundingClientRect().top) return;
  held = mark;
  settle();
  $("below").hidden = false;
}

let place_ = "", spokenOnce = false;

/** Whatever is shown next is come to anew, even where one is already. */
export function arrive() { place_ = ""; }

function conversation(state) {
  const moved = place_ !== `${state.person} ${state.room} ${look.tab}`;
  scrolled();
  if (moved) {
    place_ = `${state.person} ${state.room} ${look.tab}`;
    $("messages").replaceChildren();
    forget("intro");
    spokenOnce = false;
  }
  const isHome = look.tab === "home";
  $("home").hidden = !isHome;
  $("messages").hidden = $("intro").hidden = $("composer").hidden = isHome;
  if (isHome) {
    if (state.home) place("home", $("home"), state.home);
    if (moved) $("scroller").scrollTop = 0;
    $("below").hidden = true;
    return;
  }
  place("intro", $("intro"), state.messages.intro);
  const fresh = rows($("messages"), state.messages.lines);
  if (moved) enter();
  else if (held === "end") newest();
  else if (spokenOnce && fresh.length) $("below").hidden = false;
  if (spokenOnce) speak(fresh.map(([, spoken]) => spoken).filter(Boolean));
  spokenOnce = true;
}

export function speak(lines) {
  if (lines.length) $("live").textContent = lines.slice(-3).join(" ");
}

function frame(state) {
  place("faces", $("faces"), state.faces);
  place("side", $("side"), state.side);
  place("head", $("head"), state.head);
  document.title = state.title;
  $("clock-text").textContent = state.clock.text;
  $("clock-text").closest("button").classList.toggle("moved", state.clock.moved);
  $("tour-count").textContent = `${state.tour.done}/${state.tour.all}`;
  $("line").placeholder = state.composer.placeholder;
  const address = new URLSearchParams({ person: state.person, room: state.room });
  if (look.tab) address.set("tab", look.tab);
  if (look.panel) address.set("panel", look.panel);
  history.replaceState(null, "", `?${address}`);
}

onState(frame);
onState(conversation);
