// Asking works without this file. It shows one step at a time on a phone, and keeps a draft of the text (never of
// name, telephone or e-mail) in this browser until it is sent.

const PREFIX = "draft:";
const store = (() => {
  try {
    localStorage.setItem(`${PREFIX}?`, "1");
    localStorage.removeItem(`${PREFIX}?`);
    return localStorage;
  } catch {
    return null;
  }
})();

function keepDraft(form) {
  const key = PREFIX + location.pathname;
  const text = form.querySelector("textarea[name=content]");
  const note = form.querySelector("[data-draft-note]");
  if (!store || !text || !note) return;
  const kept = store.getItem(key);
  if (kept && !text.value) text.value = kept;
  const show = () => (note.hidden = !text.value);
  show();
  text.addEventListener("input", () => {
    if (text.value) store.setItem(key, text.value);
    else store.removeItem(key);
    show();
  });
  note.querySelector("[data-draft-forget]").addEventListener("click", () => {
    store.removeItem(key);
    text.value = "";
    show();
    text.focus();
  });
}

function inSteps(form) {
  const steps = [...form.querySelectorAll(".ask__step")];
  const progress = document.querySelector("[data-progress]");
  const buttons = form.querySelector("[data-step-buttons]");
  const phone = matchMedia("(max-width: 47.99em)");
  let now = 0;
  const show = (focus) => {
    const one = phone.matches;
    steps.forEach((step, number) => (step.hidden = one && number !== now));
    progress.hidden = !one;
    buttons.hidden = !one;
    progress.textContent = progress.dataset.progress.replace("{n}", now + 1).replace("{all}", steps.length);
    buttons.querySelector("[data-back]").hidden = now === 0;
    buttons.querySelector("[data-next]").hidden = now === steps.length - 1;
    // A step that stands alone is a page of its own: its heading is the page's.
    for (const heading of form.querySelectorAll(".ask__step > h2")) {
      for (const [name, value] of [["role", "heading"], ["aria-level", "1"]]) {
        if (one) heading.setAttribute(name, value);
        else heading.removeAttribute(name);
      }
    }
    if (!focus) return;
    const heading = steps[now].querySelector("h1, h2");
    heading.tabIndex = -1;
    heading.focus();
    scrollTo(0, 0);
  };
  const go = (by) => {
    now = Math.min(steps.length - 1, Math.max(0, now + by));
    show(true);
  };
  buttons.querySelector("[data-next]").addEventListener("click", () => go(1));
  buttons.querySelector("[data-back]").addEventListener("click", () => go(-1));
  phone.addEventListener("change", () => show(false));
  show(false);
}

for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);
for (const form of document.querySelectorAll("form[data-steps]")) inSteps(form);

if (document.querySelector("[data-forget]") && store) {
  for (const key of Object.keys(store)) if (key.startsWith(PREFIX)) store.removeItem(key);
}

// The QR code of a receipt carries the code behind "#", which no server sees.
const code = document.querySelector("input#code");
if (code && !code.value && location.hash.length > 8) code.value = decodeURIComponent(location.hash.slice(1));
