// The chat API. The token is in this page's memory and nowhere else.

const ANSWER_WITHIN = 12_000; // longer than the server takes at most

// The server's own "no", with the words and the urgent lines to show.
export class Refused extends Error {
  constructor({ error, urgent, messages = [] }) {
    super(error.message);
    this.code = error.code;
    this.urgent = urgent;
    this.messages = messages;
  }
}

export class Api {
  #id;
  #token;

  constructor({ id, token }) {
    this.#id = id;
    this.#token = token;
  }

  // The words are about to be sent: the server answers them here only when it can keep no conversation.
  async open(text) {
    const opened = await call("POST", "/api/conversations", { body: text ? { text } : {} });
    this.#id = opened.id;
    this.#token = opened.token;
    return opened;
  }

  say = (body) => this.#ask("POST", "messages", body);
  person = () => this.#ask("POST", "person");
  summary = () => this.#ask("GET", "summary");
  correct = (summary) => this.#ask("PATCH", "summary", summary);
  end = () => this.#ask("POST", "end");
  erase = () => this.#ask("DELETE");

  events({ after, signal }) {
    const headers = { Authorization: `Bearer ${this.#token}`, "Last-Event-ID": String(after) };
    return fetch(this.#path("events"), { headers, signal, cache: "no-store" });
  }

  #ask(method, what, body) {
    return call(method, this.#path(what), { body, token: this.#token });
  }

  #path(what) {
    return ["/api/conversations", encodeURIComponent(this.#id), what].filter(Boolean).join("/");
  }
}

async function call(method, path, { body, token }) {
  const headers = {};
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ANSWER_WITHIN);
  try {
    const request = { method, headers, body: body && JSON.stringify(body), cache: "no-store", signal: late.signal };
    const response = await fetch(path, request);
    const answer = await response.json();
    if (response.ok) return answer;
    throw answer.error ? new Refused(answer) : new Error(`HTTP ${response.status}`);
  } finally {
    clearTimeout(timer);
  }
}
