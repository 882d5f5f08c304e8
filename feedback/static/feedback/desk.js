// Puts a model answer, or an earlier one, into the answer at the cursor. Without JavaScript it is copied by hand.
for (const button of document.querySelectorAll("[data-desk-insert]")) {
  const answer = document.getElementById("desk-text");
  const source = button.parentElement.querySelector("[data-desk-template]");
  if (!answer || !source) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    answer.setRangeText(source.innerText, answer.selectionStart, answer.selectionEnd, "end");
    answer.focus();
  });
}
