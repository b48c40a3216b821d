// A contact as a link: the same as bot/web/contact.py.

const NUMBER = /\d[\d ]*/;
const KEYWORD = /\bword ([A-Z]+)\b|\b([A-Z]+) to \d/;
const EMAIL = /^[^@\s]+@[^@\s]+$/;
const SITE = /^(?:https?:\/\/)?([\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?)$/;

const compact = (found) => found[0].replaceAll(" ", "");

function site(value) {
  const found = SITE.exec(value);
  return found ? `https://${found[1]}` : "";
}

const LINKS = {
  phone(value) {
    const number = NUMBER.exec(value);
    return number ? `tel:${compact(number)}` : "";
  },
  text(value, label) {
    const number = NUMBER.exec(value);
    const keyword = KEYWORD.exec(`${value}, ${label}`);
    const body = keyword ? `?body=${keyword[1] ?? keyword[2]}` : "";
    return number ? `sms:${compact(number)}${body}` : "";
  },
  email: (value) => (EMAIL.test(value) ? `mailto:${value}` : ""),
  website: site,
  form: site,
};

export function address({ kind, value, label }) {
  return LINKS[kind]?.(value ?? "", label ?? "") ?? "";
}
