// Checks what stands in the form of an article now, and repairs it there: nothing that was typed is lost.
"use strict";

(() => {
  const panel = document.querySelector("[data-lint]");
  const form = document.querySelector("form[data-edit-form]");
  const now = panel && panel.querySelector("[data-lint-now]");
  if (!form || !now) return;
  const shown = panel.querySelector("[data-lint-shown]");
  const said = panel.querySelector("[data-lint-said]");
  const back = panel.querySelector("[data-lint-undo]");
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

  // Tables say who they are each time they are drawn; a change of the window's size draws them all.
  const tables = new Map();
  const listen = () => {
    if (!window.Handsontable || listen.done) return;
    listen.done = true;
    window.Handsontable.hooks.add("afterRender", function drawn() {
      tables.set(this.rootElement.id, this);
    });
  };
  listen();
  const tableOf = (input) => {
    listen();
    const key = `${input.id}-handsontable-container`;
    if (!tables.has(key)) window.dispatchEvent(new Event("resize"));
    return tables.get(key);
  };

  // The field of a block: the name of a column, or "<block>", "<block>.<column>", "<block>.<row>.<column>".
  const valueOf = (id) => {
    const keys = [...form.querySelectorAll('input[name^="body-"][name$="-id"]')];
    const key = keys.find((one) => one.value === id);
    return key && key.name.replace(/-id$/, "-value");
  };

  // A place that can be read and written: its text, and how to put another there.
  const plain = (input) => ({
    read: () => input.value,
    write: (text) => {
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });

  const cell = (input, row, column) => {
    const table = tableOf(input);
    return (
      table && {
        read: () => table.getDataAtCell(row, column) || "",
        write: (text) => table.setDataAtCell(row, column, text, "edit"),
      }
    );
  };

  const rich = (input) => ({
    read: () => input.value,
    // The editor writes its value anew a moment later, in an order of its own.
    same: (one, other) => gist(one) === gist(other),
    write: (value) => {
      input.value = value;
      input.draftailEditor.onChange(window.Draftail.createEditorStateFromRaw(JSON.parse(value)));
    },
  });

  const gist = (value) => {
    const blocks = JSON.parse(value || "null")?.blocks || [];
    return JSON.stringify(blocks.map((one) => [one.text, one.entityRanges.length]));
  };

  const spotOf = (place) => {
    const [id, ...rest] = place.split(".");
    const own = rest.length ? null : form.elements[id];
    if (own) return plain(own);
    const name = valueOf(id);
    if (!name) return null;
    if (rest.length === 2) {
      const input = form.elements[`${name}-table`];
      return input ? cell(input, Number(rest[0]), Number(rest[1])) : null;
    }
    const input = form.elements[[name, ...rest].join("-")];
    if (!input) return null;
    return input.draftailEditor ? rich(input) : plain(input);
  };

  const exact = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const loose = (text) => exact(text).replace(/\s+/g, "\\s+");

  // Where the words stand: with what is around them, else alone if they stand there once. What is typed may have
  // more blanks than what was read, which was tidied as it is when it is saved.
  const found = (text, find) => {
    const whole = text.indexOf(find.before + find.words + find.after);
    if (whole >= 0) return whole + find.before.length;
    const near = new RegExp(`(${loose(find.before)})${exact(find.words)}${loose(find.after)}`).exec(text);
    if (near) return near.index + near[1].length;
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

  // A link over the words, where none is yet.
  const linked = (raw, block, at, find) => {
    const end = at + find.words.length;
    if (block.entityRanges.some((one) => one.offset < end && at < one.offset + one.length)) return false;
    const key = Math.max(-1, ...Object.keys(raw.entityMap).map(Number)) + 1;
    raw.entityMap[key] = { type: "LINK", mutability: "MUTABLE", data: { url: find.link } };
    block.entityRanges.push({ offset: at, length: find.words.length, key });
    return true;
  };

  const inRichText = (value, find) => {
    const raw = JSON.parse(value || "null");
    for (const block of raw ? raw.blocks : []) {
      const at = found(block.text, find);
      if (at < 0) continue;
      if (find.link) return linked(raw, block, at, find) ? JSON.stringify(raw) : null;
      block.text = replaced(block.text, at, find);
      block.inlineStyleRanges = moved(block.inlineStyleRanges, at, find);
      block.entityRanges = moved(block.entityRanges, at, find);
      return JSON.stringify(raw);
    }
    return null;
  };

  const inText = (value, find) => {
    const at = found(value, find);
    return at < 0 ? null : replaced(value, at, find);
  };

  // What one press changed: each place with its text before and after.
  let changes = [];

  const repair = (find) => {
    const spot = spotOf(find.place);
    if (!spot) return false;
    const before = spot.read();
    const input = find.place.includes(".") ? null : valueOf(find.place);
    const after = input && form.elements[input]?.draftailEditor ? inRichText(before, find) : inText(before, find);
    if (after === null) return false;
    spot.write(after);
    changes.push({ place: find.place, before, after: spot.read() });
    return true;
  };

  // Back to what stood there, unless somebody has typed since.
  const undone = (change) => {
    const spot = spotOf(change.place);
    if (!spot) return false;
    const same = spot.same || ((one, other) => one === other);
    if (!same(spot.read(), change.after)) return false;
    spot.write(change.before);
    return true;
  };

  panel.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-lint-now], [data-lint-fix], [data-lint-all], [data-lint-undo]");
    if (!button || !panel.contains(button)) return;
    event.preventDefault();
    if (button === now) {
      await check();
      return;
    }
    let failed;
    if (button === back) {
      failed = changes.reverse().filter((one) => !undone(one)).length;
      changes = [];
    } else {
      const every = [...shown.querySelectorAll("[data-lint-fix]")];
      const chosen = button.matches("[data-lint-all]") ? every.filter((one) => "safe" in one.dataset) : [button];
      changes = [];
      // The last of a text first: what stands before it keeps the words around it.
      failed = chosen.reverse().filter((one) => !repair(one.dataset)).length;
    }
    back.hidden = !changes.length;
    await check();
    if (failed) said.textContent = panel.dataset.unfound;
  });
})();
