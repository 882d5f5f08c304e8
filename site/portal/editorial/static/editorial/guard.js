// Every form says for which agency it was opened. A tab that was left open while another one switched then
// changes nothing by mistake: the server answers with a page that offers to switch back.
(() => {
  const NAME = "dang-lam-viec-cho";
  const opened = document.cookie.match(new RegExp(`(?:^|; )${NAME}=(\\d+)`));
  if (!opened) return;

  const stamp = (form) => {
    if (form.method !== "post" || form.elements[NAME]) return;
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = NAME;
    field.value = opened[1];
    form.append(field);
  };

  document.querySelectorAll("form").forEach(stamp);
  document.addEventListener("submit", (event) => stamp(event.target), true);
  // Files are sent without the form around them.
  document.addEventListener("DOMContentLoaded", () => {
    if (!window.jQuery) return;
    window.jQuery(document).on("ajaxSend", (_event, request) => request.setRequestHeader(`X-${NAME}`, opened[1]));
  });
})();
