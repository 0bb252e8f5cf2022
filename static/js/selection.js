// How many lines are ticked, told on the buttons that act on them: data-count="Dispute # line|Dispute # lines".
(function () {
  "use strict";
  function count() {
    const ticked = document.querySelectorAll("[data-selection] input[name=line]:checked").length;
    document.querySelectorAll("[data-count]").forEach(function (button) {
      const words = button.dataset.count.split("|");
      button.disabled = ticked === 0;
      button.textContent = words[ticked === 1 ? 0 : 1].replace("#", String(ticked));
    });
  }
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-selection] input[name=line]")) count();
  });
  document.addEventListener("DOMContentLoaded", count);
  document.addEventListener("htmx:afterSwap", count);
})();
