"use strict";
// Hands at the counter's form: Enter goes to the next field, and whoever comes back finds the caret where it was. The
// name of the field is kept with the entry of the browser's history, nothing of what stands in it.
(() => {
  const form = document.getElementById("form");
  const CAN_HOLD = "input:not([type=hidden]), select, textarea";
  const isTick = (one) => one.type === "radio" || one.type === "checkbox";

  // One place a question: of a group of ticks the chosen one, or the first.
  function places() {
    const shown = [...form.querySelectorAll(CAN_HOLD)].filter((one) => one.offsetParent && !one.disabled);
    return shown.filter((one) => {
      if (one.type !== "radio") return true;
      const group = shown.filter((other) => other.type === "radio" && other.name === one.name);
      return one === (group.find((other) => other.checked) || group[0]);
    });
  }

  form.addEventListener("keydown", (event) => {
    const here = event.target;
    if (event.key !== "Enter" || event.isComposing || here.tagName !== "INPUT") return; // the input method's own Enter
    event.preventDefault();
    const all = places();
    const after = all.findIndex((one) => one === here || (here.type === "radio" && one.name === here.name)) + 1;
    const next = all[after] || document.getElementById("do-check");
    next.focus();
    if (next.select && !isTick(next)) next.select();
  });

  addEventListener("beforeunload", note);
  form.addEventListener("focusout", note);
  form.addEventListener("focusin", note);
  function note(event) {
    const here = event.type === "focusout" ? event.target : document.activeElement;
    if (!here || !here.name || !form.contains(here)) return;
    const caret = isTick(here) ? null : here.selectionEnd ?? null;
    history.replaceState({ ...history.state, at: here.name, chosen: isTick(here) ? here.value : null, caret }, "");
  }

  const before = history.state?.at;
  if (before && !location.hash && !document.querySelector("[autofocus]")) {
    const found = places().concat([...form.querySelectorAll("input")].filter(isTick));
    const same = found.filter((one) => one.name === before);
    const there = same.find((one) => one.value === history.state.chosen) || same[0];
    if (there) {
      const caret = history.state.caret;
      there.focus();
      if (caret !== null && there.setSelectionRange) there.setSelectionRange(caret, caret);
    }
  }
})();
