// A draft on the editor's own machine: what was typed survives a power cut or a lost line, and is offered again.
// One entry a form in localStorage; it goes when the server has saved the text, and after thirty days.
(() => {
  const PREFIX = "ban-nhap:";
  const DAYS = 30 * 24 * 3600 * 1000;
  const NOT_TEXT = /^(csrfmiddlewaretoken|next|loaded_revision|overwrite_revision|comments-|comment_notifications|action-)/;
  const words = JSON.parse(document.getElementById("local-draft-words")?.textContent || "{}");

  const entries = (form) =>
    [...new FormData(form).entries()].filter(([name, value]) => typeof value === "string" && !NOT_TEXT.test(name));
  // Rich text comes with keys of its own at every start; the words are what counts.
  const plain = (pairs) => JSON.stringify(pairs.map(([name, value]) => [name, value.replace(/"key":"\w+"/g, "")]).sort());

  function store(key, form) {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), entries: entries(form) }));
    } catch {
      // The machine's space is full or closed: nothing to do, the server still saves.
    }
  }

  function kept(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function sweep() {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && Date.now() - (kept(key)?.at || 0) > DAYS) localStorage.removeItem(key);
    }
  }

  async function restore(form, key, draft) {
    const data = new FormData();
    for (const [name, value] of draft.entries) data.append(name, value);
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(form.action || location.href, { method: "POST", body: data });
    if (!answer.ok) return false;
    localStorage.removeItem(key);
    location.replace(answer.url);
    return true;
  }

  function offer(form, key, draft) {
    const bar = document.createElement("div");
    bar.className = "local-draft help-block help-info";
    bar.setAttribute("role", "status");
    const text = document.createElement("p");
    text.textContent = words.found.replace("%s", new Date(draft.at).toLocaleString("vi-VN"));
    const take = document.createElement("button");
    const drop = document.createElement("button");
    take.type = drop.type = "button";
    take.className = "button";
    drop.className = "button button-secondary";
    take.textContent = words.take;
    drop.textContent = words.drop;
    take.addEventListener("click", async () => {
      take.disabled = true;
      if (!(await restore(form, key, draft).catch(() => false))) {
        take.disabled = false;
        text.textContent = words.failed;
      }
    });
    drop.addEventListener("click", () => {
      localStorage.removeItem(key);
      bar.remove();
    });
    bar.append(text, take, drop);
    form.prepend(bar);
  }

  function watch(form) {
    const key = PREFIX + location.pathname;
    const before = kept(key);
    let first = plain(entries(form));
    let timer = 0;
    if (before && plain(before.entries) !== first) offer(form, key, before);
    else localStorage.removeItem(key);
    const note = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (form.querySelector(".local-draft") || plain(entries(form)) === first) return;
        store(key, form);
      }, 500);
    };
    for (const kind of ["input", "change", "keyup"]) form.addEventListener(kind, note);
    document.addEventListener("w-autosave:success", () => {
      first = plain(entries(form));
      localStorage.removeItem(key);
    });
  }

  addEventListener("load", () => {
    const form = document.querySelector("form[data-edit-form]");
    sweep();
    // Rich text and blocks are drawn after the page has loaded.
    if (form && words.found) setTimeout(() => watch(form), 1000);
  });
})();
