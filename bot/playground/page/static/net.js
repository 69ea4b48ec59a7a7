// What the page says to the playground, and what it knows about itself.

const body = document.body;
export const home = body.dataset.home;
export const words = JSON.parse(body.dataset.words);
export const commands = JSON.parse(body.dataset.commands);
export const names = JSON.parse(body.dataset.names);
export const first = JSON.parse(body.dataset.state);

/** Who looks at what; sent with every request. */
export const look = { person: first.person, room: first.room, with: "", thread: "", tab: "", panel: "", wanted: "", most: "", since: first.since };

export function word(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
}

let toastTimer = 0;
export function toast(text) {
  const box = document.getElementById("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { box.hidden = true; }, 6000);
}

/** Carry out one verb; resolves to the answer, with an `error` that has been shown already. */
export async function act(verb, asked = {}) {
  try {
    const answer = await fetch(`${home}/act`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ act: verb, person: look.person, ...asked }),
    });
    const told = answer.ok ? await answer.json() : { error: String(answer.status) };
    if (told.error) toast(told.error === "changed" ? words.changed : word("failed", { reason: told.error }));
    return told;
  } catch {
    toast(words.offline);
    return { error: "offline" };
  } finally {
    await refresh();
  }
}

export async function upload(file) {
  const query = new URLSearchParams({ person: look.person, name: file.name });
  const answer = await fetch(`${home}/upload?${query}`, { method: "POST", body: file });
  if (!answer.ok) {
    toast(word("failed", { reason: String(answer.status) }));
    return null;
  }
  return answer.json();
}

const listeners = [];
export function onState(listener) { listeners.push(listener); }

let running = null, again = false;
/** Fetch the state and tell everybody; calls that come meanwhile share one more round. */
export function refresh() {
  if (running) {
    again = true;
    return running;
  }
  running = (async () => {
    do {
      again = false;
      await once();
    } while (again);
  })().finally(() => { running = null; });
  return running;
}

async function once() {
  const asked = Object.fromEntries(Object.entries(look).filter(([, value]) => value));
  if (document.visibilityState === "visible") asked.seen = "1";
  try {
    const answer = await fetch(`${home}/state?${new URLSearchParams(asked)}`);
    const state = await answer.json();
    // Somebody went elsewhere meanwhile: this answer is about the old place.
    if ((asked.room || "") !== look.room || (asked.with || "") !== look.with) again = true;
    else tell(state);
  } catch {
    toast(words.offline);
  }
}

export function tell(state) {
  look.room = state.room;
  look.since = state.since;
  for (const listener of listeners) listener(state);
}

/** Listen to news; the browser connects again by itself when the line breaks. */
export function listen() {
  let heard = first.version;
  const news = new EventSource(`${home}/events`);
  news.onmessage = (event) => {
    if (Number(event.data) !== heard) {
      heard = Number(event.data);
      refresh();
    }
  };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") refresh(); });
}
