// Small windows beside a control: where they stand, how they close, and the menu among them.

const $ = (id) => document.getElementById(id);
const kinds = ["menu", "list", "picker", "clockbox"];
let open = null;

/** Show a small window beside its control. `closed` is called when it goes away. */
export function show(box, anchor, closed = () => {}) {
  if (open && open.box === box && open.anchor === anchor) {
    hide();
    return false;
  }
  hide(false);
  (anchor.closest("dialog[open]") || document.body).append(box);
  box.hidden = false;
  anchor.setAttribute("aria-expanded", "true");
  open = { box, anchor, closed };
  stand();
  return true;
}

function stand() {
  const { box, anchor } = open, at = anchor.getBoundingClientRect();
  const wide = document.documentElement.clientWidth, high = window.innerHeight;
  box.classList.remove("above");
  const height = box.offsetHeight, width = box.offsetWidth;
  const below = at.bottom + 4 + height <= high || at.top < height;
  box.style.setProperty("top", `${Math.max(8, Math.min(below ? at.bottom + 4 : at.top - height - 4, high - height - 8))}px`);
  box.style.setProperty("left", `${Math.max(8, Math.min(at.left, wide - width - 8))}px`);
}

export function hide(back = true) {
  if (!open) return false;
  const { box, anchor, closed } = open;
  open = null;
  box.hidden = true;
  document.body.append(box);
  anchor.setAttribute("aria-expanded", "false");
  closed();
  if (back) anchor.focus();
  return true;
}

export function restand() { if (open) stand(); }
export function isOpen(box) { return Boolean(open) && open.box === box; }

document.addEventListener("pointerdown", (event) => {
  if (open && !open.box.contains(event.target) && !open.anchor.contains(event.target)) hide(false);
});
window.addEventListener("resize", restand);

/** A menu from the items in a template; resolves to the chosen item's data, or null. */
export function menu(anchor, template) {
  return new Promise((done) => {
    const box = $("menu");
    let chosen = null;
    const items = [...template.content.children].map((item) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("role", "menuitem");
      button.tabIndex = -1;
      button.textContent = item.textContent;
      if (item.dataset.note) {
        const note = document.createElement("small");
        note.textContent = item.dataset.note;
        button.append(note);
      }
      if (item.dataset.danger) button.className = "danger";
      button.onclick = () => {
        chosen = { ...item.dataset };
        hide();
      };
      return button;
    });
    box.replaceChildren(...items);
    if (!show(box, anchor, () => done(chosen))) return;
    box.setAttribute("aria-label", anchor.getAttribute("aria-label") || "");
    items[0]?.focus();
  });
}

/** Arrow keys among the buttons of a small window. True when the key was used. */
export function arrows(event) {
  if (!open || !["menu", "picker", "clockbox"].includes(open.box.id)) return false;
  const items = [...open.box.querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (at < 0 || (!step && event.key !== "Home" && event.key !== "End")) return false;
  const next = event.key === "Home" ? 0 : event.key === "End" ? items.length - 1 : (at + step + items.length) % items.length;
  items[next].focus();
  return true;
}

export function leaveDialog() {
  hide(false);
  for (const id of kinds) document.body.append($(id));
}
