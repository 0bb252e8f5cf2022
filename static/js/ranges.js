// A range beside a number: the number is the field, the range only a way to set it. Without this the number is enough.
(function () {
  "use strict";
  function ranges() {
    return document.querySelectorAll("input[type=range][data-mirrors]");
  }
  function show() {
    ranges().forEach(function (range) {
      range.hidden = false;
    });
  }
  document.addEventListener("input", function (event) {
    const touched = event.target;
    if (touched.matches("input[type=range][data-mirrors]")) {
      document.getElementById(touched.dataset.mirrors).value = touched.value;
      return;
    }
    ranges().forEach(function (range) {
      if (range.dataset.mirrors === touched.id) range.value = touched.value;
    });
  });
  document.addEventListener("DOMContentLoaded", show);
})();
