// A meeting's clock, counted from the instants that the server gave, and its keys: N, D and A when nobody is typing.
(function () {
  "use strict";
  let offset = null;

  function minutes(seconds) {
    return Math.ceil(Math.abs(seconds) / 60) + " min";
  }

  function tick() {
    const clock = document.querySelector("[data-clock]");
    if (!clock) return;
    if (clock.dataset.read !== clock.dataset.now) {
      offset = Date.parse(clock.dataset.now) - Date.now(); // the server's clock counts
      clock.dataset.read = clock.dataset.now;
    }
    const left = (Date.parse(clock.dataset.ends) - Date.now() - offset) / 1000;
    clock.querySelector("[data-left]").textContent = left >= 0 ? minutes(left) : Math.floor(-left / 60) + " min";
    clock.querySelector("[data-left-word]").textContent = left >= 0 ? "left" : "past the end";
  }

  function isTyping(target) {
    return target.closest("input, textarea, select, [contenteditable]") !== null;
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
    const target = document.querySelector('[data-key="' + CSS.escape(event.key.toLowerCase()) + '"]');
    if (!target) return;
    event.preventDefault();
    target.click();
  });

  // A column is not fetched anew while somebody is at work in it: their menu would close under their hand.
  document.addEventListener("htmx:beforeRequest", function (event) {
    const column = event.detail.target;
    if (!column || event.detail.requestConfig.verb !== "get" || !column.closest(".rt-meeting")) return;
    if (column.querySelector("details[open]") || column.contains(document.activeElement)) event.preventDefault();
  });

  document.addEventListener("DOMContentLoaded", tick);
  document.addEventListener("htmx:afterSwap", tick);
  window.setInterval(tick, 5000);
})();
