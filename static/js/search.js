// "/" puts the cursor into the search field unless something is being typed.
(function () {
  "use strict";
  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const field = document.getElementById("search");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
})();
