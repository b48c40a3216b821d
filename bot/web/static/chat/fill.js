// Puts data into a copy of the page's own markup. Words go in as text and never as HTML.

export function fill(element, data) {
  const { if: needed, with: part, each, text, link, value } = element.dataset;
  if (needed && empty(data[needed])) return element.remove();
  if (each) return repeat(element, data[each]);
  if (part) {
    if (!data[part]) return element.remove();
    data = data[part];
  }
  if (link) lead(element, data[link]);
  if (value) element.value = data[value];
  if (text) element.textContent = text === "." ? data : (data[text] ?? "");
  else for (const child of [...element.children]) fill(child, data);
}

function repeat(list, items) {
  if (empty(items)) return list.remove();
  const pattern = list.firstElementChild;
  list.replaceChildren(
    ...items.map((item) => {
      const copy = pattern.cloneNode(true);
      fill(copy, item);
      return copy;
    }),
  );
}

function lead(anchor, address) {
  if (address) anchor.href = address;
  if (!/^(https:|\/)/.test(address ?? "")) {
    anchor.removeAttribute("target");
    anchor.removeAttribute("rel");
  }
}

function empty(value) {
  return !value || value.length === 0;
}
