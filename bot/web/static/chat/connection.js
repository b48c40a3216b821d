// Knows what cannot be reached just now, and says so once that has lasted for five seconds.

const PATIENCE = 5_000;

export class Connection {
  #lost = new Set();
  #timer = null;
  #told = false;
  #line = Promise.resolve();
  #tell;

  // `tell(false)` is called when the visitor must be told that nothing gets through, `tell(true)` when it is over.
  constructor(tell) {
    this.#tell = tell;
  }

  lost(what) {
    this.#lost.add(what);
    this.#timer ??= setTimeout(() => this.#say(false), PATIENCE);
  }

  found(what) {
    this.#lost.delete(what);
    if (this.#lost.size) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#told) this.#say(true);
  }

  // Calls until the server has answered, be it with a refusal. A call that failed stands in line with the others that
  // did, so that what was written without a connection goes out in its order.
  async persist(call, { refusal }) {
    try {
      return await this.#attempt(call, refusal);
    } catch (error) {
      if (error instanceof refusal) throw error;
    }
    const answer = this.#line.then(() => this.#again(call, refusal));
    this.#line = answer.catch(() => null);
    return answer;
  }

  async #again(call, refusal) {
    for (let wait = 500; ; wait = Math.min(wait * 2, 8_000)) {
      await pause(wait);
      try {
        return await this.#attempt(call, refusal);
      } catch (error) {
        if (error instanceof refusal) throw error;
      }
    }
  }

  async #attempt(call, refusal) {
    try {
      const answer = await call();
      this.found("call");
      return answer;
    } catch (error) {
      if (error instanceof refusal) this.found("call");
      else this.lost("call");
      throw error;
    }
  }

  #say(connected) {
    this.#told = !connected;
    this.#tell(connected);
  }
}

export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
