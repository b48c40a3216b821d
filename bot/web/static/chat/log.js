// What was said. It only grows, until the visitor deletes the chat.

import { fill } from "./fill.js";
import { view } from "./view.js";

const BURST = 1_000;
const IN_SIGHT = { rootMargin: "0px 0px -180px" }; // the composer covers the rest

export class Log {
  #list;
  #template;
  #names;
  #newest;
  #composer;
  #standIns;
  #seen = new Set();
  #first = null; // the first of several messages that came together
  #when = -BURST;
  #watch = new IntersectionObserver(([{ isIntersecting }]) => (this.#newest.hidden = isIntersecting), IN_SIGHT);

  // `newest` is the button that leads to the newest message, there while that is out of sight.
  constructor({ list, template, newest, composer, names }) {
    this.#list = list;
    this.#template = template;
    this.#newest = newest;
    this.#composer = composer;
    this.#names = names;
    this.#standIns = list.querySelectorAll('[data-from="bot"]:not([data-seq])');
    for (const item of list.querySelectorAll("[data-seq]")) this.#seen.add(Number(item.dataset.seq));
    newest.addEventListener("click", () => this.showNewest());
  }

  showNewest() {
    this.#list.lastElementChild.scrollIntoView({ block: "nearest" });
  }

  get last() {
    return Math.max(0, ...this.#seen);
  }

  // The conversation is open: its own greeting takes the place of the one printed for those without a script. The page
  // stays where it is, with urgent help at the top.
  begin(greeting) {
    for (const item of this.#standIns) item.remove();
    for (const said of greeting) this.#append(said);
  }

  // The answer and the stream both bring a message: it is shown once. The visitor's own were shown when they were sent.
  add(said) {
    if (this.#seen.has(said.seq)) return;
    if (said.from === "user") return;
    const follow = this.#mayScroll();
    const item = this.#append(said);
    this.#watchOver(item);
    if (follow) this.#reveal(item);
  }

  // The visitor's own words, at once. The quick replies have had their use.
  echo(text) {
    for (const replies of this.#list.querySelectorAll(".replies")) replies.remove();
    const item = this.#append({ from: "user", kind: "text", text });
    this.#when = -BURST;
    this.#reveal(item);
    return item;
  }

  mark(item, words) {
    const mark = document.createElement("p");
    mark.className = "mark";
    mark.textContent = words;
    item.append(mark);
  }

  clear() {
    this.#list.replaceChildren();
  }

  #append(said) {
    const item = this.#template.content.firstElementChild.cloneNode(true);
    fill(item, view(said, this.#names));
    item.dataset.from = said.from;
    item.dataset.kind = said.kind;
    if (said.seq) this.#seen.add((item.dataset.seq = said.seq));
    this.#list.append(item);
    return item;
  }

  #watchOver(item) {
    this.#watch.disconnect();
    this.#watch.observe(item);
  }

  // Shows the newest message, but never at the price of the first of those that came with it.
  #reveal(item) {
    const now = performance.now();
    if (now - this.#when > BURST) this.#first = item;
    this.#when = now;
    item.scrollIntoView({ block: "nearest" });
    this.#first.scrollIntoView({ block: "nearest" });
  }

  // Not under a visitor who has scrolled up to read, nor away from what the keyboard has reached.
  #mayScroll() {
    const focus = document.activeElement;
    if (focus !== document.body && !this.#composer.contains(focus)) return false;
    const last = this.#list.lastElementChild;
    return !last || last.getBoundingClientRect().top < window.innerHeight;
  }
}
