// Checks what stands in the form of an article now, and repairs it there: nothing that was typed is lost.
"use strict";

(() => {
  const panel = document.querySelector("[data-lint]");
  const form = document.querySelector("form[data-edit-form]");
  const now = panel && panel.querySelector("[data-lint-now]");
  if (!form || !now) return;
  const shown = panel.querySelector("[data-lint-shown]");
  const said = panel.querySelector("[data-lint-said]");
  now.hidden = false;

  const check = async () => {
    now.disabled = true;
    try {
      const answer = await fetch(panel.dataset.lint, { method: "POST", body: new FormData(form) });
      // A session that is over leads to the sign-in page, which is no answer.
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      shown.innerHTML = await answer.text();
      said.textContent = panel.dataset.done;
    } catch {
      said.textContent = panel.dataset.failed;
    } finally {
      now.disabled = false;
    }
  };

  // The field of a place: the name of a column, or "<block>", "<block>.<column>".
  const inputOf = (place) => {
    const [id, ...rest] = place.split(".");
    const own = rest.length ? null : form.elements[id];
    if (own) return own;
    const keys = [...form.querySelectorAll('input[name^="body-"][name$="-id"]')];
    const key = keys.find((one) => one.value === id);
    return key ? form.elements[[key.name.replace(/-id$/, "-value"), ...rest].join("-")] : null;
  };

  // Where the words stand: with what is around them, else alone if they stand there once.
  const found = (text, find) => {
    const whole = text.indexOf(find.before + find.words + find.after);
    if (whole >= 0) return whole + find.before.length;
    const alone = text.indexOf(find.words);
    return find.words.trim() && alone >= 0 && text.indexOf(find.words, alone + 1) < 0 ? alone : -1;
  };

  const replaced = (text, at, find) => text.slice(0, at) + find.repair + text.slice(at + find.words.length);

  // Bold letters and links keep their place in the new text.
  const moved = (ranges, at, find) => {
    const end = at + find.words.length;
    const place = (point) => {
      if (point <= at) return point;
      return point >= end ? point + find.repair.length - find.words.length : at + find.repair.length;
    };
    return ranges.map((one) => {
      const from = place(one.offset);
      return { ...one, offset: from, length: place(one.offset + one.length) - from };
    });
  };

  const inRichText = (input, find) => {
    const raw = JSON.parse(input.value || "null");
    for (const block of raw ? raw.blocks : []) {
      const at = found(block.text, find);
      if (at < 0) continue;
      block.text = replaced(block.text, at, find);
      block.inlineStyleRanges = moved(block.inlineStyleRanges, at, find);
      block.entityRanges = moved(block.entityRanges, at, find);
      input.value = JSON.stringify(raw);
      input.draftailEditor.onChange(window.Draftail.createEditorStateFromRaw(raw));
      return true;
    }
    return false;
  };

  const repair = (find) => {
    const input = inputOf(find.place);
    if (!input) return false;
    if (input.draftailEditor) return inRichText(input, find);
    const at = found(input.value, find);
    if (at < 0) return false;
    input.value = replaced(input.value, at, find);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };

  panel.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-lint-now], [data-lint-fix], [data-lint-all]");
    if (!button || !panel.contains(button)) return;
    event.preventDefault();
    if (button === now) {
      await check();
      return;
    }
    const every = [...shown.querySelectorAll("[data-lint-fix]")];
    const chosen = button.matches("[data-lint-all]") ? every.filter((one) => "safe" in one.dataset) : [button];
    // The last of a text first: what stands before it keeps the words around it.
    const failed = chosen.reverse().filter((one) => !repair(one.dataset)).length;
    await check();
    if (failed) said.textContent = panel.dataset.unfound;
  });
})();
