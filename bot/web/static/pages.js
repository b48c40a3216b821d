/* Copying and printing a page. Without a script its buttons stay hidden; the link to the file is there anyway. */

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const file = await fetch(button.dataset.copy);
    await navigator.clipboard.writeText(await file.text());
    button.textContent = button.dataset.copied;
  });
}
