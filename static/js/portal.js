// Every page works without this file. It adds what a browser alone can do: print, copy the address, remember ticks.

const words = document.documentElement.dataset;

function onClick(selector, act) {
  for (const element of document.querySelectorAll(selector)) {
    element.hidden = false;
    element.addEventListener("click", (event) => act(element, event));
  }
}

onClick("[data-print]", () => window.print());

onClick("[data-copy]", async (button) => {
  const label = button.querySelector("span") ?? button;
  await navigator.clipboard.writeText(button.dataset.copy || window.location.href);
  label.textContent = words.copied || label.textContent;
});

// Ticks stay on this device: one entry a list, named by the page and the list.
for (const list of document.querySelectorAll("[data-ticks]")) {
  const key = `ticks:${list.dataset.ticks}`;
  const boxes = [...list.querySelectorAll('input[type="checkbox"]')];
  try {
    const ticked = new Set(JSON.parse(localStorage.getItem(key) ?? "[]"));
    for (const box of boxes) box.checked = ticked.has(box.name || box.id);
    list.addEventListener("change", () => {
      localStorage.setItem(key, JSON.stringify(boxes.filter((box) => box.checked).map((box) => box.name || box.id)));
    });
  } catch {
    // a browser that keeps nothing: the boxes still tick
  }
}
