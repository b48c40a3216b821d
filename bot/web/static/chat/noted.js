// The panel in which a visitor sees, and corrects, what a person who takes over will read first.

const FIELDS = ["who", "age", "area", "what_would_help"];

export class Noted {
  #form;
  #heading;
  #shown = {};

  constructor({ form, heading }) {
    this.#form = form;
    this.#heading = heading;
  }

  open(summary) {
    this.#shown = summary;
    for (const name of FIELDS) this.#form.elements[name].value = summary[name] ?? "";
    this.#form.hidden = false;
    this.#heading.focus();
  }

  close() {
    this.#form.hidden = true;
  }

  // Only the lines that were changed: the others go on following what is told in the chat.
  get changes() {
    const now = FIELDS.map((name) => [name, this.#form.elements[name].value || null]);
    return Object.fromEntries(now.filter(([name, value]) => value !== (this.#shown[name] ?? null)));
  }
}
