// A range beside a number: the number is the field, the range only a way to set it. Without this the number is enough.
// A range that would pass its pair (at least above at most) takes it along.
(function () {
  "use strict";
  function ranges() {
    return document.querySelectorAll("input[type=range][data-mirrors]");
  }
  function rangeOf(number) {
    return Array.from(ranges()).find((range) => range.dataset.mirrors === number.id);
  }
  function takeAlong(number) {
    const isLow = number.name.startsWith("low_");
    const pair = number.form.elements[number.name.replace(/^(low|high)_/, isLow ? "high_" : "low_")];
    if (!pair || (isLow ? Number(number.value) <= Number(pair.value) : Number(number.value) >= Number(pair.value))) return;
    pair.value = number.value;
    const range = rangeOf(pair);
    if (range) range.value = number.value;
  }
  document.addEventListener("input", function (event) {
    const touched = event.target;
    if (touched.matches("input[type=range][data-mirrors]")) {
      const number = document.getElementById(touched.dataset.mirrors);
      number.value = touched.value;
      takeAlong(number);
    } else if (touched.matches(".rt-slider input[type=number]")) {
      const range = rangeOf(touched);
      if (range) range.value = touched.value;
    }
  });
  document.addEventListener("DOMContentLoaded", function () {
    ranges().forEach(function (range) {
      range.hidden = false;
    });
  });
})();
