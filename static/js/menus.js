// Menus are details elements; this closes them on Escape and on a click elsewhere, and closes the phone's navigation.
(function () {
  "use strict";
  function close(except) {
    document.querySelectorAll("details.rt-menu[open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }

  document.addEventListener("click", function (event) {
    close(event.target.closest("details.rt-menu"));
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.rt-menu[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else if (window.location.hash === "#navigation") {
      window.location.hash = "#content";
      document.querySelector(".rt-nav-open").focus();
    }
  });
})();
