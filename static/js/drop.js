// A file dropped on the marked area goes into its file field; without script the field itself takes it.
(function () {
  "use strict";
  document.querySelectorAll("[data-drop]").forEach(function (area) {
    const field = area.querySelector("input[type=file]");
    function over(event) {
      event.preventDefault();
      area.classList.add("rt-drop--over");
    }
    function away() {
      area.classList.remove("rt-drop--over");
    }
    area.addEventListener("dragover", over);
    area.addEventListener("dragleave", away);
    area.addEventListener("drop", function (event) {
      event.preventDefault();
      away();
      if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
    });
  });
})();
