// The stream of events, read with fetch so that the token is in a header and never in an address.

import { pause } from "./connection.js";

const SILENCE = 40_000; // longer than two heartbeats of the server
const GONE = [401, 404, 410];

export class Stream {
  #api;
  #last;
  #fetching;
  #stopped = false;

  constructor({ api, after }) {
    this.#api = api;
    this.#last = after;
  }

  // Listens, and connects again after the last event heard, until `stop` or until the conversation is gone.
  async follow({ hear, connection }) {
    for (let wait = 500; !this.#stopped; wait = Math.min(wait * 2, 8_000)) {
      connection.lost("stream");
      try {
        const response = await this.#connect();
        if (GONE.includes(response.status)) break;
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        connection.found("stream");
        wait = 500;
        await this.#listen(response.body, hear);
      } catch {
        // However the stream broke, the mend is the same: the next turn of this loop.
      }
      if (!this.#stopped) await pause(wait);
    }
    connection.found("stream");
  }

  stop() {
    this.#stopped = true;
    this.#fetching?.abort();
  }

  #connect() {
    this.#fetching = new AbortController();
    return this.#api.events({ after: this.#last, signal: this.#fetching.signal });
  }

  async #listen(body, hear) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ""; ; ) {
      const timer = setTimeout(() => this.#fetching.abort(), SILENCE);
      const { value, done } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      const blocks = (text + value).split(/\r?\n\r?\n/);
      text = blocks.pop();
      for (const block of blocks) this.#pass(parse(block), hear);
    }
  }

  #pass({ event, data, id }, hear) {
    if (id) this.#last = Number(id);
    if (data) hear(event, JSON.parse(data));
  }
}

// Lines of `field: value`; a line that begins with a colon is the heartbeat.
function parse(block) {
  const event = { event: "message" };
  for (const line of block.split(/\r?\n/)) {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
    if (field) event[field] = value;
  }
  return event;
}
