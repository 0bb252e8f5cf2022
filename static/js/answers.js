// Answers that save themselves, one by one. What the server has not confirmed stays in the form and in this tab's
// storage, says so, and is sent again: after a lost connection, and on the next page of the same sheet.
(function () {
  "use strict";
  const PAUSE = 900; // after the last key of a comment
  const RETRY = 5000;
  const LOST = "Not saved yet: the portal does not answer. It is kept here and sent again.";
  const parsed = (markup) => new DOMParser().parseFromString(markup, "text/html").body.childNodes; // runs no script

  class Sheet {
    constructor(root) {
      this.root = root;
      this.address = root.dataset.answers;
      this.key = "answers " + this.address;
      this.unsaved = this.stored();
      this.busy = new Set();
      this.failed = new Set();
      this.timers = {};
      this.retry = 0;
      this.listen();
      Object.keys(this.unsaved).forEach((code) => this.restore(code));
    }

    listen() {
      this.root.addEventListener("change", (event) => this.changed(event.target, 0));
      this.root.addEventListener("input", (event) => {
        if (event.target.tagName === "TEXTAREA") this.changed(event.target, PAUSE);
      });
      this.root.addEventListener("click", (event) => this.confirmed(event));
      this.root.addEventListener("submit", (event) => this.leaving(event));
      window.addEventListener("online", () => { this.stayed = false; this.alarm(); this.again(); });
      document.addEventListener("visibilitychange", () => { if (document.hidden) this.again(true); }); // phones may close it
      window.addEventListener("pagehide", () => this.again(true));
    }

    stored() {
      try {
        return JSON.parse(window.sessionStorage.getItem(this.key)) || {};
      } catch {
        return {};
      }
    }

    store() {
      try {
        if (Object.keys(this.unsaved).length) window.sessionStorage.setItem(this.key, JSON.stringify(this.unsaved));
        else window.sessionStorage.removeItem(this.key);
      } catch {
        return; // storage may be forbidden; the answer still stands in the form
      }
    }

    box(code) {
      return this.root.querySelector('[data-question="' + CSS.escape(code) + '"]');
    }

    changed(field, pause) {
      const box = field.closest("[data-question]");
      if (!box || !field.name) return;
      const code = box.dataset.question;
      if (field.type === "file") return this.attach(code, field);
      const name = field.name.slice(("q-" + code + "-").length);
      this.unsaved[code] = Object.assign({}, this.unsaved[code], { [name]: field.value });
      this.store();
      window.clearTimeout(this.timers[code]);
      this.timers[code] = window.setTimeout(() => this.send(code), pause);
    }

    confirmed(event) {
      const button = event.target.closest("[data-confirm]");
      if (!button) return;
      const checked = button.closest("[data-question]").querySelector("input[type=radio]:checked");
      if (!checked) return;
      event.preventDefault();
      this.changed(checked, 0);
    }

    restore(code) {
      const box = this.box(code);
      const kept = this.unsaved[code];
      if (box && "comment" in kept) box.querySelector("textarea").value = kept.comment;
      if (box && "choice" in kept) {
        box.querySelectorAll("input[type=radio]").forEach((radio) => { radio.checked = radio.value === kept.choice; });
      }
      this.send(code);
    }

    body(code, fields) {
      const body = new FormData();
      body.append("csrfmiddlewaretoken", this.root.querySelector("[name=csrfmiddlewaretoken]").value);
      body.append("question", code);
      Object.entries(fields).forEach(([name, value]) => body.append("q-" + code + "-" + name, value));
      return body;
    }

    async send(code, leaving) {
      const sent = this.unsaved[code];
      if (!sent || (this.busy.has(code) && !leaving)) return;
      this.busy.add(code);
      try {
        await this.post(code, sent, leaving);
      } finally {
        this.busy.delete(code);
      }
      if (this.unsaved[code] && this.unsaved[code] !== sent) this.send(code);
    }

    async post(code, sent, leaving) {
      let response, told;
      try {
        const more = { headers: { Accept: "application/json" }, redirect: "error", keepalive: Boolean(leaving) };
        response = await window.fetch(this.address, Object.assign({ method: "POST", body: this.body(code, sent) }, more));
        told = await response.json();
      } catch {
        return this.lost(code);
      }
      if (this.unsaved[code] === sent) delete this.unsaved[code];
      this.store();
      this.show(code, told, response.ok);
    }

    async attach(code, field) {
      if (!field.files.length) return;
      this.say(code, "Sending " + field.files[0].name + " …", false);
      try {
        const body = this.body(code, { file: field.files[0] });
        const response = await window.fetch(this.address, { method: "POST", body, redirect: "error" });
        const told = await response.json();
        this.show(code, told, response.ok);
        if (response.ok) field.value = "";
      } catch {
        this.say(code, "The file was not sent: the portal does not answer. Choose it again, or save the page.", true);
      }
    }

    show(code, told, ok) {
      const box = this.box(code);
      if (box) {
        const problems = box.querySelector("[data-problems]");
        problems.replaceChildren(...(ok ? [] : [Object.assign(document.createElement("li"), { textContent: told.refusal })]));
        this.say(code, ok ? told.saved : "Not saved.", !ok);
        if (told.seen) box.querySelector("[data-seen]").value = told.seen;
        if (told.files !== undefined) box.querySelector("[data-files]").replaceChildren(...parsed(told.files));
        if (told.prefilled === false) box.querySelectorAll("[data-before]").forEach((one) => one.remove());
      }
      if (told.progress) this.page(told);
      this.failed.delete(code);
      this.alarm();
    }

    page(told) {
      document.querySelectorAll("[data-progress]").forEach((one) => { one.textContent = told.progress; });
      const drawn = { max: told.asked || 1, value: told.answered };
      document.querySelectorAll("[data-progress-bar]").forEach((bar) => Object.assign(bar, drawn));
      this.root.querySelectorAll("[data-question]").forEach((box) => {
        box.hidden = told.applies[box.dataset.question] === false;
      });
    }

    say(code, words, isWrong) {
      const box = this.box(code);
      if (!box) return;
      box.classList.toggle("rt-question--unsaved", isWrong);
      box.querySelector("[data-state]").textContent = words;
    }

    lost(code) {
      this.failed.add(code);
      this.say(code, LOST, true);
      this.alarm();
      window.clearTimeout(this.retry);
      this.retry = window.setTimeout(() => this.again(), RETRY);
    }

    again(leaving) {
      Object.keys(this.unsaved).forEach((code) => this.send(code, leaving));
    }

    alarm() {
      const [alarm, count] = [this.root.querySelector("[data-alarm]"), this.failed.size];
      const left = count + (count === 1 ? " answer is" : " answers are") + " not saved yet. Keep this tab open. ";
      alarm.hidden = !count && !this.stayed;
      alarm.textContent = (count ? left : "") + (this.stayed ? "There is no connection: this page goes on once there is." : "");
    }

    // A page that cannot be sent would be lost to an error page: it stays, and says why.
    leaving(event) {
      if (window.navigator.onLine !== false) return;
      event.preventDefault();
      this.again();
      this.stayed = true;
      this.alarm();
      this.root.querySelector("[data-alarm]").scrollIntoView({ block: "center" });
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-answers]").forEach((root) => new Sheet(root));
  });
})();
