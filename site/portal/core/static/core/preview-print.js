// Shows a page as it will be printed: rules for print hold on the screen, rules for the screen do not.
(() => {
  const swap = (rules) => {
    for (const rule of rules) {
      if (rule.media && /\b(print|screen)\b/.test(rule.media.mediaText)) {
        rule.media.mediaText = /\bprint\b/.test(rule.media.mediaText) ? "all" : "not all";
      }
      if (rule.cssRules) swap(rule.cssRules);
    }
  };
  addEventListener("load", () => {
    for (const sheet of document.styleSheets) {
      if (new URL(sheet.href || location.href, location.href).origin === location.origin) swap(sheet.cssRules);
    }
    // A4 less its margins, as the print styles set them.
    document.body.style.maxInlineSize = "180mm";
    document.body.style.margin = "12mm auto";
  });
})();
