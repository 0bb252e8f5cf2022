// Tells screen readers how far a job is, every five seconds at most, however often its progress is fetched.
(function () {
  "use strict";
  let last = 0;
  let spoken = "";

  function announce() {
    const live = document.getElementById("announcements");
    const source = document.querySelector("[data-announce]");
    const now = Date.now();
    if (!live || !source || now - last < 5000) return;
    const text = source.textContent.replace(/\s+/g, " ").trim();
    if (text === spoken) return;
    last = now;
    spoken = text;
    live.textContent = text;
  }

  document.addEventListener("htmx:afterSwap", announce);
})();
