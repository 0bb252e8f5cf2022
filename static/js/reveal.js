// Opens the disclosures around the place that an address names. Browsers that do so themselves find it done.
(function () {
  "use strict";
  function reveal() {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let around = place && place.closest("details");
    if (!around) return;
    for (; around; around = around.parentElement.closest("details")) around.open = true;
    place.scrollIntoView();
  }

  window.addEventListener("hashchange", reveal);
  reveal();
})();
