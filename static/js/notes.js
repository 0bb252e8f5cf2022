// Notes that save themselves as one types, while others write in them, too. The server brings the texts together
// (governance/meeting/merging.py); here nothing that was typed is thrown away before the server has it.
(function () {
  "use strict";
  const PAUSE = 800; // after the last key
  const RETRY = 5000;
  const FOLLOW = 5000; // how often others' words are looked for

  function keep(key, value) {
    try {
      if (value === null) window.sessionStorage.removeItem(key);
      else window.sessionStorage.setItem(key, JSON.stringify(value));
    } catch {
      return; // storage may be forbidden; the text still stands in the box
    }
  }

  function kept(key) {
    try {
      return JSON.parse(window.sessionStorage.getItem(key));
    } catch {
      return null;
    }
  }

  // The caret stays where it was among the letters that both texts share.
  function place(before, after, caret) {
    let start = 0;
    while (start < caret && before[start] === after[start]) start += 1;
    if (start === caret) return caret;
    return Math.max(start, after.length - (before.length - caret));
  }

  class Note {
    constructor(section) {
      this.section = section;
      this.form = section.querySelector("form");
      this.box = this.form.elements.text;
      this.status = section.querySelector("[data-saved]");
      this.synced = this.box.value;
      this.busy = false;
      this.timer = 0;
      this.key = "note " + this.form.getAttribute("action") + " " + this.form.elements.visibility.value;
      section.classList.add("rt-note--by-script");
      this.restore();
      this.box.addEventListener("input", () => this.typed());
      this.form.addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
      window.addEventListener("pagehide", () => this.leave());
      window.setInterval(() => this.follow(), FOLLOW);
    }

    get base() { return this.form.elements.base.value; }
    set base(revision) { this.form.elements.base.value = revision === null ? "" : revision; }

    restore() {
      const left = kept(this.key);
      if (!left) return;
      if (left.text === this.box.value) return keep(this.key, null);
      this.base = left.base;
      this.synced = null;
      this.box.value = left.text;
      this.later(0);
    }

    typed() {
      keep(this.key, { text: this.box.value, base: this.base });
      this.later(PAUSE);
    }

    later(pause) {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.save(), pause);
    }

    request(options) {
      return window.fetch(this.form.action, Object.assign({
        method: "POST", body: new FormData(this.form), headers: { Accept: "application/json" }, redirect: "error",
      }, options));
    }

    async save() {
      if (this.busy) return this.later(PAUSE);
      const sent = this.box.value;
      if (sent === this.synced) return;
      this.busy = true;
      try {
        const response = await this.request({});
        const told = await response.json();
        if (!response.ok) return this.fail(told.refusal || "Not saved.");
        this.take(sent, told);
      } catch {
        this.fail("Not saved: the portal does not answer. Your text is kept here, and it is tried again.");
        this.later(RETRY);
      } finally {
        this.busy = false;
      }
    }

    take(sent, told) {
      const typedOn = this.box.value !== sent;
      this.base = typedOn ? told.submission : told.revision;
      this.synced = typedOn ? sent : told.text;
      if (typedOn) {
        keep(this.key, { text: this.box.value, base: this.base });
        this.later(PAUSE);
      } else {
        this.show(told.text);
        keep(this.key, null);
      }
      this.section.classList.remove("rt-note--failed");
      this.status.textContent = "Saved " + told.saved;
    }

    show(text) {
      const before = this.box.value;
      if (before === text) return;
      const ends = [this.box.selectionStart, this.box.selectionEnd].map((caret) => place(before, text, caret));
      const scrolled = this.box.scrollTop;
      this.box.value = text;
      if (document.activeElement === this.box) this.box.setSelectionRange(ends[0], ends[1]);
      this.box.scrollTop = scrolled;
    }

    fail(words) {
      this.section.classList.add("rt-note--failed");
      this.status.textContent = words;
    }

    async follow() {
      const seen = this.box.value;
      if (this.busy || document.hidden || seen !== this.synced) return;
      const address = this.form.action + "?visibility=" + this.form.elements.visibility.value;
      try {
        const response = await window.fetch(address, { headers: { Accept: "application/json" }, redirect: "error" });
        const told = await response.json();
        if (!response.ok || this.busy || this.box.value !== seen || told.text === seen) return;
        this.show(told.text);
        this.synced = told.text;
        this.base = told.revision;
      } catch {
        return; // it is looked for again
      }
    }

    leave() {
      if (this.box.value !== this.synced) this.request({ keepalive: true }).catch(function () {});
    }
  }

  function tabs(notes) {
    const list = document.createElement("div");
    list.className = "rt-note-tabs";
    list.setAttribute("role", "tablist");
    const choose = (chosen) => notes.forEach(function (note, place) {
      note.hidden = note !== chosen;
      list.children[place].setAttribute("aria-selected", String(note === chosen));
      list.children[place].tabIndex = note === chosen ? 0 : -1;
    });
    notes.forEach(function (note, place) {
      const tab = document.createElement("button");
      tab.type = "button";
      tab.setAttribute("role", "tab");
      tab.append(...Array.from(note.querySelector(".rt-note__label").childNodes, (node) => node.cloneNode(true)));
      tab.addEventListener("click", () => choose(note));
      tab.addEventListener("keydown", function (event) {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const next = (place + step + notes.length) % notes.length;
        choose(notes[next]);
        list.children[next].focus();
      });
      list.append(tab);
      note.setAttribute("role", "tabpanel");
    });
    notes[0].before(list);
    choose(notes[0]);
  }

  document.addEventListener("DOMContentLoaded", function () {
    const all = Array.from(document.querySelectorAll("[data-note]"));
    const together = all.filter((note) => note.closest(".rt-meeting"));
    if (together.length > 1) tabs(together);
    all.filter((note) => note.querySelector("form")).forEach((note) => new Note(note));
  });
})();
