// The chat page with a script: takes over the form that also works without one.

import { Api, Refused } from "./api.js";
import { Connection } from "./connection.js";
import { Log } from "./log.js";
import { Noted } from "./noted.js";
import { Status } from "./status.js";
import { Stream } from "./stream.js";

const CLOSED = ["no_such_conversation", "wrong_token"];
const byId = (id) => document.getElementById(id);

class Chat {
  #words = JSON.parse(byId("words").textContent);
  #form = byId("composer");
  #field = byId("text");
  #log = new Log({
    list: byId("log"),
    template: byId("message"),
    newest: byId("newest"),
    composer: this.#form,
    names: this.#words.names,
  });
  #noted = new Noted({ form: byId("summary"), heading: byId("summary-heading") });
  #status = new Status({ line: byId("status"), block: byId("not-connected"), words: this.#words.script });
  #connection = new Connection((connected) => this.#status.connected(connected));
  #begun = { id: this.#form.elements.id.value, token: this.#form.elements.token.value };
  #api = new Api(this.#begun);
  #stream = null;
  #opening = null;

  start() {
    for (const part of document.querySelectorAll("[data-without-script]")) part.remove();
    for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
    this.#field.setAttribute("aria-describedby", "hint");
    this.#field.addEventListener("focus", () => this.#showGreeting(), { once: true });
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("submit", (event) => this.#submit(event));
    byId("summary-close").addEventListener("click", () => this.#closeNoted());
    this.#soon(() => null);
  }

  // On a phone urgent help fills the first screen: whoever starts to write has first the greeting in sight.
  #showGreeting() {
    this.#log.showNewest();
    this.#field.scrollIntoView({ block: "nearest" });
  }

  // Enter sends, Shift and Enter makes a line; the Enter that ends a word typed by way of a menu does neither.
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#form.requestSubmit(byId("send"));
  }

  #submit(event) {
    event.preventDefault();
    const { name, value, textContent } = event.submitter;
    if (name === "wish") this.#wish(value, textContent);
    else if (name === "button") this.#say(textContent, { button: value });
    else this.#sayText(this.#field.value.trim());
  }

  #sayText(text) {
    if (!text) return;
    this.#field.value = "";
    this.#say(text, { text });
  }

  #say(shown, body) {
    const echo = this.#log.echo(shown);
    const message = { ...body, client_id: crypto.randomUUID() };
    this.#field.focus();
    this.#status.sending();
    this.#soon(
      async () => this.#receive(await this.#call(() => this.#api.say(message))),
      () => {
        this.#log.mark(echo, this.#words.script.not_sent);
        this.#field.value ||= body.text ?? "";
      },
      body.text,
    );
  }

  #wish(what, shown) {
    if (what === "person") this.#log.echo(shown);
    this.#status.sending();
    this.#soon(() => this.#wishes[what]());
  }

  #wishes = {
    person: async () => this.#receive(await this.#call(this.#api.person)),
    end: async () => this.#receive(await this.#call(this.#api.end)),
    summary: async () => this.#noted.open(await this.#call(this.#api.summary)),
    correct: async () => {
      await this.#call(() => this.#api.correct(this.#noted.changes));
      this.#closeNoted();
      return "saved";
    },
    erase: async () => {
      const { text } = await this.#call(this.#api.erase);
      this.#receive({ messages: [{ seq: 0, from: "system", kind: "text", text }], state: "ended" });
    },
  };

  // A message never waits for the answer to the one before it: the next words may be the ones that matter most.
  // What a task returns names the words to show when it is done.
  async #soon(task, undo = () => null, text = "") {
    try {
      await this.#opened(text);
      this.#status.show(await task());
    } catch (error) {
      this.#status.show();
      undo();
      if (!(error instanceof Refused)) throw error;
      this.#refused(error);
    }
  }

  // Words that wait for an opening begun without them are sent with one of their own if that is refused: only so can the
  // server answer them.
  #opened(text) {
    if (this.#opening && text) return this.#opening.catch(() => this.#opened(text));
    this.#opening ??= this.#open(text);
    this.#opening.catch(() => (this.#opening = null));
    return this.#opening;
  }

  async #open(text) {
    if (!this.#begun.id) {
      this.#connection.lost("call");
      const opened = await this.#call(() => this.#api.open(text));
      this.#log.begin(opened.messages);
      this.#hold(opened.state);
    }
    this.#stream = new Stream({ api: this.#api, after: this.#log.last });
    this.#stream.follow({ connection: this.#connection, hear: (event, data) => this.#hear(event, data) });
  }

  #call(call) {
    return this.#connection.persist(call, { refusal: Refused });
  }

  #hear(event, data) {
    if (event === "message") this.#log.add(data);
    if (event === "state") this.#hold(data.state);
  }

  #receive({ messages, state }) {
    const deleted = state === "ended" && messages.some(({ seq }) => seq === 0);
    if (deleted) this.#log.clear();
    for (const message of messages) this.#log.add(message);
    this.#hold(state);
  }

  // Who holds the chat now.
  #hold(state) {
    byId("state").textContent = this.#words.names.states[state];
    if (state !== "ended" || this.#form.hidden) return;
    this.#stream?.stop();
    this.#form.hidden = byId("yours").hidden = true;
    byId("over").hidden = false;
    byId("over").focus();
  }

  #refused({ code, message, urgent, messages }) {
    const error = { from: "system", kind: "safety", text: message, contacts: urgent };
    for (const shown of messages.length ? messages : [error]) this.#log.add(shown);
    if (CLOSED.includes(code)) this.#hold("ended");
  }

  #closeNoted() {
    this.#noted.close();
    byId("see-summary").focus();
  }
}

// Empties the page first: what was written is gone from the screen even when the next page is slow.
function leave(event) {
  event.preventDefault();
  const { href } = event.currentTarget;
  document.body.replaceChildren();
  document.title = "";
  location.replace(href);
}

byId("leave").addEventListener("click", leave);
// A page that the browser kept in memory would show the chat to whoever presses Back.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
new Chat().start();
