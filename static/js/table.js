// Long tables by keyboard: arrows move, space selects, enter opens. Rows opt in with data-keys on the table.
(function () {
  "use strict";
  function rows(table) {
    const all = Array.from(table.tBodies).flatMap(function (body) { return Array.from(body.rows); });
    return all.filter(function (row) { return !row.matches(".rt-group, .rt-detail"); });
  }

  function prepare(scope) {
    scope.querySelectorAll("table[data-keys]").forEach(function (table) {
      const all = rows(table);
      all.forEach(function (row) { row.tabIndex = -1; });
      if (all[0]) all[0].tabIndex = 0;
    });
  }

  function move(row, step) {
    const all = rows(row.closest("table"));
    const next = all[all.indexOf(row) + step];
    if (!next) return;
    row.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  function act(row, key) {
    if (key === "ArrowDown") move(row, 1);
    else if (key === "ArrowUp") move(row, -1);
    else if (key === " ") row.querySelector("input[type=checkbox]")?.click();
    else if (key === "Enter") row.querySelector("a[href], summary")?.click();
    else return false;
    return true;
  }

  document.addEventListener("keydown", function (event) {
    const row = event.target;
    if (!(row instanceof HTMLTableRowElement) || !row.closest("table[data-keys]")) return;
    if (act(row, event.key)) event.preventDefault();
  });
  document.addEventListener("DOMContentLoaded", function () { prepare(document); });
  document.addEventListener("htmx:afterSwap", function (event) { prepare(event.target); });
  // A row that was swapped alone keeps its place: it can be reached by arrows, and has the focus back.
  document.addEventListener("htmx:afterSettle", function (event) {
    const row = event.target.closest?.("table[data-keys] > tbody")?.rows[0];
    if (!row || row.tabIndex === 0) return;
    row.tabIndex = 0;
    if (document.activeElement === document.body) row.focus();
  });
})();
