// The desk works without this script. With it, pages keep themselves fresh and ready answers go into the box.

function say(text, place = "[data-status]") {
  const line = document.querySelector(place);
  if (line.textContent !== text) line.textContent = text;
}

function showWaiting(count) {
  document.title = document.title.replace(/^\(\d+\)/, `(${count})`);
}

// Returns the fragment's root, or null when the desk did not answer. Signed out: calls `locked`.
async function fragment(address, locked) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (answer.redirected) return locked();
    if (!answer.ok) throw new Error(answer.status);
    say("");
    return new DOMParser().parseFromString(await answer.text(), "text/html").body;
  } catch {
    say("Not connected. What you see may be old. Trying again.");
    return null;
  }
}

function repeat(seconds, work) {
  setTimeout(async () => {
    if ((await work()) !== "stop") repeat(seconds, work);
  }, seconds * 1000);
}

function keepQueueFresh(lists) {
  let shown = lists.querySelector("[data-waiting]").dataset.waiting;
  repeat(Number(lists.dataset.every), async () => {
    const fresh = await fragment(lists.dataset.refresh, () => location.assign("/desk/sign-in"));
    if (!fresh) return;
    const focused = lists.contains(document.activeElement) ? document.activeElement.id : null;
    if (fresh.innerHTML.trim() !== lists.innerHTML.trim()) lists.replaceChildren(...fresh.childNodes);
    if (focused) document.getElementById(focused)?.focus();
    const { waiting } = lists.querySelector("[data-waiting]").dataset;
    showWaiting(waiting);
    if (waiting !== shown) say(`${waiting} waiting`, "[data-news]");
    shown = waiting;
  });
}

function keepMessagesFresh(log) {
  const list = log.querySelector("ol");
  log.scrollTop = log.scrollHeight;
  repeat(Number(log.dataset.every), async () => {
    const last = list.lastElementChild?.dataset.seq ?? 0;
    const signedOut = document.querySelector("[data-signed-out]");
    const fresh = await fragment(`${log.dataset.messages}&after=${last}`, () => {
      signedOut.hidden = false;
      return null;
    });
    if (!fresh) return;
    signedOut.hidden = true;
    const news = fresh.querySelector("ol");
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    list.append(...news.children);
    if (atEnd) log.scrollTop = log.scrollHeight;
    showWaiting(news.dataset.waiting);
    document.querySelector("[data-changed]").hidden = news.dataset.standing === list.dataset.standing;
  });
}

function putIntoBox(button, box) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    box.value = [box.value.trim(), button.dataset.text].filter(Boolean).join("\n\n");
    box.focus();
  });
}

const lists = document.querySelector("[data-refresh]");
if (lists) keepQueueFresh(lists);

const log = document.querySelector("[data-messages]");
if (log) keepMessagesFresh(log);

const box = document.querySelector("#say textarea");
if (box) for (const button of document.querySelectorAll("[data-text]")) putIntoBox(button, box);
if (box && location.hash === "#answer") box.focus();
document.querySelector(".problem")?.focus();
for (const reload of document.querySelectorAll("[data-reload]")) reload.hidden = true;

// An invite travels behind the # of its link, which browsers never send; it leaves the address at once.
const invite = document.querySelector("input[name=invite]");
if (invite && location.hash.length > 1) {
  invite.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
}
