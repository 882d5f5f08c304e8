// Looks into chosen files before they leave the machine. A file with a stamp of secrecy (MẬT, TỐI MẬT,
// TUYỆT MẬT on a line of its own) is not uploaded. The server looks again: this is the first of two locks.
(() => {
  "use strict";
  const told = document.currentScript.dataset;
  const LEVELS = ["TUYỆT MẬT", "TỐI MẬT", "MẬT"];
  const BARE = new Map(LEVELS.map((level) => [level.replace(" ", ""), level]));
  const BLOCKS = new Set(
    "p h si is v c text comment txbxContent text-box lpwstr title subject keywords description oddHeader evenHeader firstHeader oddFooter evenFooter firstFooter".split(
      " ",
    ),
  );
  const LARGEST = 60e6;
  const checked = new WeakSet();

  // --- stamps in text -------------------------------------------------------------------------------

  function levelOf(run) {
    const bare = run.replace(/\s+/g, "").replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
    if (BARE.has(bare)) return BARE.get(bare);
    const words = run.trim().split(/\s+/).join(" ");
    const labelled = /^[^\p{L}]*(?:mức )?độ mật ?[:.\-–] ?(tuyệt mật|tối mật|mật)[^\p{L}\p{N}]*$/iu.exec(words);
    return labelled ? labelled[1].toUpperCase() : "";
  }

  function stampIn(text) {
    let column = "";
    for (const raw of text.normalize("NFKC").split(/[\n\r\u0007\u000b\u000c\u2028\u2029]+/)) {
      for (const run of [raw, ...raw.split(/\t+| {2,}/)]) {
        const level = levelOf(run);
        if (level) return level;
      }
      if (raw.trim().length === 1) column += raw.trim();
      else if (raw.trim()) column = "";
      if (column.length > 2 && BARE.has(column)) return BARE.get(column);
    }
    return "";
  }

  // --- zipped formats -------------------------------------------------------------------------------

  async function inflated(bytes, format) {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  function entriesOf(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let end = bytes.length - 22;
    while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
    if (end < 0) throw new Error("zip");
    const found = [];
    let at = view.getUint32(end + 16, true);
    for (let count = view.getUint16(end + 10, true); count > 0; count--) {
      const [nameSize, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
      const local = view.getUint32(at + 42, true);
      const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      found.push({
        name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameSize)),
        locked: (view.getUint16(at + 8, true) & 1) === 1,
        method: view.getUint16(at + 10, true),
        data: bytes.subarray(start, start + view.getUint32(at + 20, true)),
      });
      at += 46 + nameSize + extra + comment;
    }
    return found;
  }

  function linesOfXml(text) {
    const root = new DOMParser().parseFromString(text, "application/xml").documentElement;
    const lines = [];
    const walk = (node, parts, capitals) => {
      for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) parts.push(capitals ? child.data.toUpperCase() : child.data);
        if (child.nodeType !== Node.ELEMENT_NODE) continue;
        const name = child.localName;
        if (name === "br" || name === "cr" || name === "line-break") parts.push("\n");
        if (name === "tab") parts.push("\t");
        const caps = name === "r" ? [...child.children].some((part) => part.localName === "rPr" && part.querySelector("caps")) : capitals;
        if (BLOCKS.has(name)) {
          const own = [];
          walk(child, own, caps);
          lines.push(own.join("").replace(/&(?:"[^"]*"|\d+|[A-Z])/g, "\n"));
        } else walk(child, parts, caps);
      }
    };
    const rest = [];
    walk(root, rest, false);
    lines.push(rest.join(""));
    return lines.join("\n");
  }

  async function zipFinding(bytes, depth) {
    const finding = { level: "", unread: false };
    const entries = entriesOf(bytes);
    const office = entries.some((entry) => entry.name === "[Content_Types].xml" || entry.name === "mimetype");
    for (const entry of entries) {
      if (entry.name.endsWith("/")) continue;
      if (entry.locked) {
        finding.unread = true;
        continue;
      }
      const data = entry.method === 8 ? await inflated(entry.data, "deflate-raw") : entry.data;
      const inner =
        office && entry.name.endsWith(".xml")
          ? { level: stampIn(linesOfXml(new TextDecoder().decode(data))), unread: false }
          : await look(data, depth + 1);
      finding.unread ||= inner.unread;
      if (inner.level) return inner;
    }
    return finding;
  }

  // --- PDF: text of plain streams; what this cannot read, the server reads ----------------------------

  function latin(bytes) {
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return text;
  }

  async function streamsOf(bytes) {
    const text = latin(bytes);
    const found = [];
    const begin = /stream\r?\n/g;
    for (let match; (match = begin.exec(text)); ) {
      const start = begin.lastIndex;
      const end = text.indexOf("endstream", start);
      if (end < 0) break;
      const head = text.slice(Math.max(0, match.index - 400), match.index);
      begin.lastIndex = end + 9;
      if (!/FlateDecode[^>]*$|FlateDecode/.test(head)) {
        found.push(text.slice(start, end));
        continue;
      }
      try {
        found.push(latin(await firstInflated(bytes.subarray(start, end))));
      } catch {
        // A stream of another kind that only looks like one.
      }
    }
    return found;
  }

  async function firstInflated(bytes) {
    // Bytes after the compressed ones (a line end) are an error to DecompressionStream: keep what came before.
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
    const parts = [];
    try {
      for (let part; !(part = await reader.read()).done; ) parts.push(part.value);
    } catch (error) {
      if (!parts.length) throw error;
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  }

  function utf16(hex) {
    let text = "";
    for (let at = 0; at + 4 <= hex.length; at += 4) text += String.fromCharCode(parseInt(hex.slice(at, at + 4), 16));
    return text;
  }

  function letterMap(stream) {
    const map = new Map();
    let width = 4;
    for (const [, block] of stream.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
      for (const [, code, to] of block.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>/gi)) {
        width = code.length;
        map.set(parseInt(code, 16), utf16(to));
      }
    for (const [, block] of stream.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
      for (const [, from, to, first] of block.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*<([0-9a-f]+)>/gi)) {
        width = from.length;
        const start = parseInt(from, 16);
        for (let code = start; code <= Math.min(parseInt(to, 16), start + 2000); code++)
          map.set(code, String.fromCharCode(parseInt(first.slice(-4), 16) + code - start));
      }
      for (const [, from, , list] of block.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*\[([^\]]*)\]/gi)) {
        width = from.length;
        [...list.matchAll(/<([0-9a-f]+)>/gi)].forEach(([, to], index) => map.set(parseInt(from, 16) + index, utf16(to)));
      }
    }
    return { map, width };
  }

  function shownText(stream, letters) {
    const tokens = /\(((?:\\[\s\S]|[^\\()])*)\)|<([0-9a-f\s]*)>|(\bT[dDm*]|\bET|'|")/gi;
    let text = "";
    for (const [, plain, hex, move] of stream.matchAll(tokens)) {
      if (move !== undefined) text += "\n";
      else text += decoded(plain !== undefined ? unescaped(plain) : hexBytes(hex), letters);
    }
    return text;
  }

  const unescaped = (plain) =>
    plain.replace(/\\(?:([0-7]{1,3})|([nrtbf])|\r?\n|([\s\S]))/g, (_all, octal, letter, sign) =>
      octal ? String.fromCharCode(parseInt(octal, 8) & 255) : letter ? " " : (sign ?? ""),
    );
  const hexBytes = (hex) =>
    (hex.replace(/\s/g, "").match(/../g) ?? []).map((pair) => String.fromCharCode(parseInt(pair, 16))).join("");

  function decoded(bytes, letters) {
    if (!letters) return bytes;
    let text = "";
    const step = letters.width / 2;
    for (let at = 0; at + step <= bytes.length; at += step) {
      let code = 0;
      for (let index = 0; index < step; index++) code = code * 256 + bytes.charCodeAt(at + index);
      text += letters.map.get(code) ?? " ";
    }
    return text;
  }

  async function pdfFinding(bytes) {
    const streams = await streamsOf(bytes);
    const maps = [null, ...streams.filter((stream) => /beginbf(char|range)/.test(stream)).map(letterMap)];
    for (const stream of streams.filter((one) => /\bBT\b/.test(one)))
      for (const letters of maps) {
        const level = stampIn(shownText(stream, letters));
        if (level) return { level, unread: false };
      }
    const whole = latin(bytes) + streams.join("\n");
    const pages = (whole.match(/\/Type\s*\/Page\b/g) ?? []).length || 1;
    const withWords = streams.filter((one) => /\bBT\b[\s\S]*T[jJ]/.test(one)).length;
    return { level: "", unread: withWords < pages && /\/Subtype\s*\/Image/.test(whole) };
  }

  // --- any file ---------------------------------------------------------------------------------------

  function textOf(bytes) {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
    return new TextDecoder().decode(bytes);
  }

  // Bytes beside the text could change its letters, so it is searched as it is, for every way of composing them.
  const SPELLED = {
    Ậ: "(?:Ậ|Â\u0323|Ạ\u0302|A\u0323\u0302|A\u0302\u0323)",
    Ệ: "(?:Ệ|Ê\u0323|Ẹ\u0302|E\u0323\u0302|E\u0302\u0323)",
    Ố: "(?:Ố|Ô\u0301|O\u0302\u0301)",
  };
  const AMONG = LEVELS.map((level) => [...level.replace(" ", "")].map((letter) => SPELLED[letter] ?? letter).join(" ?"));

  function oleLevel(bytes) {
    for (const offset of [0, 1])
      for (const line of new TextDecoder("utf-16le").decode(bytes.subarray(offset)).split(/[\0-\x1f]+/))
        for (const found of line.matchAll(new RegExp(AMONG.join("|"), "g"))) {
          const before = line.slice(0, found.index).replace(/[ ,.;:()“”"'–\-/]+$/, "");
          const after = line.slice(found.index + found[0].length).replace(/^[ ,.;:()“”"'–\-/]+/, "");
          if (/[A-Za-zÀ-ãÈ-êÌ-íÒ-õÙ-ýĂăĐđĨĩŨũƠơƯưẠ-ỹ]$/.test(before) || /^[A-Za-zÀ-ãÈ-êÌ-íÒ-õÙ-ýĂăĐđĨĩŨũƠơƯưẠ-ỹ]/.test(after)) continue;
          return levelOf(found[0].normalize("NFKC"));
        }
    return "";
  }

  async function look(bytes, depth = 0) {
    const nothing = { level: "", unread: false };
    if (depth > 4) return { level: "", unread: true };
    const head = latin(bytes.subarray(0, 1024));
    if (head.includes("%PDF-")) return pdfFinding(bytes);
    if (head.startsWith("PK\u0003\u0004")) {
      try {
        return await zipFinding(bytes, depth);
      } catch {
        return { level: "", unread: true };
      }
    }
    if (head.startsWith("\u00d0\u00cf\u0011\u00e0")) return { level: oleLevel(bytes), unread: false };
    if (/^(\u00ff\u00d8\u00ff|\u0089PNG|GIF8|BM|II\*|MM\u0000|RIFF)/.test(head) || head.slice(4, 8) === "ftyp") return nothing;
    const text = textOf(bytes);
    return { level: stampIn(text) || stampIn(text.replace(/[";,|]/g, "\n")), unread: false };
  }

  async function hashOf(bytes) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // --- the two doors: choosing and dropping ------------------------------------------------------------

  // "stamped": refuse and say so; "unseen": the person has not looked through what cannot be read; "": go on.
  async function verdictOn(files) {
    for (const file of files) {
      if (file.size > LARGEST) continue;
      const bytes = new Uint8Array(await file.arrayBuffer());
      const finding = await look(bytes);
      if (!finding.level && !finding.unread) continue;
      const sha256 = await hashOf(bytes);
      if (!finding.level) {
        if (!window.confirm(told.unread)) return "unseen";
        await tell({ sha256, level: "" });
        continue;
      }
      const answer = await fetch(`${told.allowed}?sha256=${sha256}`, { credentials: "same-origin" });
      if (answer.ok && (await answer.json()).allowed) continue;
      await tell({ sha256, level: finding.level });
      return "stamped";
    }
    return "";
  }

  function tell(facts) {
    const config = JSON.parse(document.getElementById("wagtail-config").textContent);
    return fetch(told.note, {
      method: "POST",
      body: new URLSearchParams(facts),
      headers: { [config.CSRF_HEADER_NAME]: config.CSRF_TOKEN },
      credentials: "same-origin",
    });
  }

  function tellRefused() {
    document.getElementById("secrecy-refused")?.remove();
    const dialog = document.createElement("dialog");
    dialog.id = "secrecy-refused";
    dialog.setAttribute("role", "alertdialog");
    dialog.setAttribute("aria-labelledby", "secrecy-refused-words");
    Object.assign(dialog.style, { maxWidth: "26rem", padding: "1.5rem", borderTop: "6px solid #b3261e", borderRadius: "6px" });
    const words = document.createElement("h2");
    words.id = "secrecy-refused-words";
    words.textContent = told.message;
    const link = document.createElement("a");
    link.href = told.refused;
    link.textContent = told.how;
    const close = document.createElement("button");
    close.className = "button";
    close.type = "button";
    close.textContent = told.close;
    close.autofocus = true;
    close.addEventListener("click", () => dialog.remove());
    const way = document.createElement("p");
    way.append(link);
    dialog.append(words, way, close);
    document.body.append(dialog);
    dialog.showModal();
  }

  async function decide(files, pass, drop) {
    let verdict = "";
    try {
      verdict = await verdictOn(files);
    } catch (error) {
      console.warn("The check in the browser failed; the server looks.", error);
    }
    if (!verdict) return pass(window.shrinkPictures ? await window.shrinkPictures(files) : files);
    drop();
    if (verdict === "stamped") tellRefused();
  }

  function transferOf(files) {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    return transfer;
  }

  function held(event) {
    event.stopImmediatePropagation();
    event.preventDefault();
  }

  for (const type of ["input", "change"])
    document.addEventListener(
      type,
      (event) => {
        const input = event.target;
        if (!(input instanceof HTMLInputElement) || input.type !== "file" || !input.files.length) return;
        if (input.dataset.secrecyPassed === "1") return;
        held(event);
        if (type === "input") return;
        decide(
          [...input.files],
          (smaller) => {
            if (smaller.some((file, place) => file !== input.files[place])) input.files = transferOf(smaller).files;
            input.dataset.secrecyPassed = "1";
            for (const again of ["input", "change"]) input.dispatchEvent(new Event(again, { bubbles: true }));
            delete input.dataset.secrecyPassed;
          },
          () => (input.value = ""),
        );
      },
      true,
    );

  document.addEventListener(
    "drop",
    (event) => {
      const files = event.dataTransfer?.files;
      if (!files?.length || checked.has(event)) return;
      held(event);
      const target = event.target;
      decide(
        [...files],
        (smaller) => {
          const dataTransfer = transferOf(smaller);
          const again = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer });
          checked.add(again);
          target.dispatchEvent(again);
        },
        () => {},
      );
    },
    true,
  );
})();
