// The line that says what is happening, and the block that says whom to ring when nothing gets through.

const TYPING_AFTER = 1_000;

export class Status {
  #line;
  #block;
  #words;
  #connected = true;
  #timer = null;

  constructor({ line, block, words }) {
    this.#line = line;
    this.#block = block;
    this.#words = words;
  }

  sending() {
    this.show("sending");
    this.#timer = setTimeout(() => this.show("typing"), TYPING_AFTER);
  }

  // `what` names the words; without it the line is empty. While nothing gets through, only that is said.
  show(what) {
    clearTimeout(this.#timer);
    const shown = this.#connected ? what : "not_connected";
    this.#line.textContent = this.#words[shown] ?? "";
  }

  connected(yes) {
    this.#connected = yes;
    this.#block.hidden = yes;
    this.show("connected");
  }
}
