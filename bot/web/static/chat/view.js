// A message as the page shows it: the same as bot/web/view.py.

import { address } from "./contact.js";

export function view(said, names) {
  return {
    ...said,
    speaker: speaker(said, names.speakers),
    paragraphs: said.text.split(/\n\s*\n/).map((text) => text.trim()).filter(Boolean),
    reach: reach(said.contacts, names),
    services: (said.services ?? []).map((service) => serviceView(service, names)),
    pathway: said.pathway ? pathwayView(said.pathway, names) : null,
  };
}

function speaker(said, speakers) {
  return said.from === "staff" && said.name ? speakers.named.replace("{name}", said.name) : speakers[said.from];
}

// The day is left out when it is `known`: the card around the contacts says it already.
function reach(contacts, names, { known } = {}) {
  if (!contacts?.length) return null;
  const first = [...contacts].sort((one, other) => (other.value === "999") - (one.value === "999"));
  const checked = contacts.map((contact) => contact.checked).filter(Boolean).sort()[0];
  return {
    contacts: first.map((contact) => contactView(contact, names)),
    checked: checked === known ? "" : day(checked),
  };
}

function contactView(contact, names) {
  const leadsTo = address(contact);
  return { ...contact, verb: names.kinds[contact.kind], address: leadsTo, away: leadsTo.startsWith("https:") };
}

function serviceView(service, names) {
  return {
    ...service,
    hours: service.hours || names.unknown.hours,
    open: names.opening[service.open_now],
    where: areas(service.area, names),
    reach: reach(service.contacts, names, { known: service.evidence?.checked }),
    more: service.who_for || service.consent || service.footprint || service.locations || service.what_happens_next,
  };
}

function pathwayView(pathway, names) {
  return { ...pathway, where: areas(pathway.areas, names) };
}

function areas(listed, names) {
  return [listed ?? []].flat().map((area) => names.areas[area] ?? area).join(", ");
}

function day(written) {
  const found = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(written ?? "");
  if (!found) return written ?? "";
  const on = new Date(found[1], found[2] - 1, found[3] ?? 1);
  return on.toLocaleDateString("en-GB", { day: found[3] && "numeric", month: "long", year: "numeric" });
}
