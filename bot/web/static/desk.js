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

// Waits are counted by the server's clock: this machine's may be wrong.
const started = document.querySelector("[data-now]");
const ahead = started ? Date.now() - Date.parse(started.dataset.now) : 0;

function elapsed(since) {
  return Math.max(0, (Date.now() - ahead - Date.parse(since)) / 1000);
}

function clock(length) {
  const seconds = Math.floor(length);
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function countWaits() {
  for (const wait of document.querySelectorAll("span[data-since]")) {
    const { since, target, within, past } = wait.dataset;
    const seconds = elapsed(since);
    const late = Boolean(target) && seconds > Number(target);
    wait.textContent = `Waiting ${clock(seconds)}${target ? `, ${late ? past : within}` : ""}`;
    wait.classList.toggle("past", late);
  }
}

// Puts fresh content into a place, if it differs from what came before. Whoever is in it is not disturbed.
function refill(place, fresh) {
  const content = fresh.innerHTML.trim();
  if (place.came === content || place.contains(document.activeElement)) return;
  if (place.came !== undefined || place.innerHTML.trim() !== content) place.replaceChildren(...fresh.childNodes);
  place.came = content;
}

function keepQueueFresh(lists) {
  let shown = counts();
  repeat(Number(lists.dataset.every), async () => {
    const fresh = await fragment(lists.dataset.refresh, () => location.assign("/desk/sign-in"));
    if (!fresh) return;
    if (fresh.innerHTML === lists.came) return;
    lists.came = fresh.innerHTML;
    const focused = lists.contains(document.activeElement) ? document.activeElement.id : null;
    lists.replaceChildren(...fresh.childNodes);
    countWaits();
    if (focused) document.getElementById(focused)?.focus();
    showWaiting(lists.querySelector("[data-waiting]").dataset.waiting);
    if (counts() !== shown) say(counts(), "[data-news]");
    shown = counts();
  });
}

function counts() {
  const forLead = document.querySelector("[data-for-lead]")?.dataset.forLead;
  const waiting = `${document.querySelector("[data-waiting]").dataset.waiting} waiting`;
  return forLead ? `${waiting}, ${forLead} for a lead` : waiting;
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
    showWait(news.dataset.since);
    const fits = [...fresh.querySelectorAll("[data-aside]")];
    document.querySelectorAll("[data-aside]").forEach((place) => {
      refill(place, fits.find((one) => one.dataset.aside === place.dataset.aside));
    });
    document.querySelector("[data-changed]").hidden = news.dataset.standing === list.dataset.standing;
  });
}

function showWait(since) {
  const place = document.querySelector("[data-clock]");
  if (!place) return;
  const wait = document.createElement("span");
  const { target, within, past } = place.dataset;
  if (since) Object.assign(wait.dataset, { since, target, within, past });
  else wait.textContent = "The last word was ours.";
  place.replaceChildren(wait);
  countWaits();
}

function putIntoBox(button, box) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    box.value = [box.value.trim(), button.dataset.text].filter(Boolean).join("\n\n");
    box.focus();
  });
}

countWaits();
setInterval(countWaits, 1000);

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
