/* Keeps what is typed into long forms: in this browser with each letter, on the server on a pause where the form has
   a draft there. A copy belongs to an account, a form, the version that was shown and a tab; it goes when its press
   has counted and when its account signs out. Every form works without this. */
(function () {
  "use strict";
  const account = document.body.getAttribute("data-account"), mine = "typed:" + account + ":", kept = [];
  const out = "signed out:" + account;
  const GONE = "网断了，先存在本机上，连上后自动续存";
  if (!account || !window.localStorage) return;

  function time(at) { return new Date(at).toTimeString().slice(0, 5); }
  function tab() {
    if (!sessionStorage.getItem("tab")) sessionStorage.setItem("tab", Math.random().toString(36).slice(2));
    return sessionStorage.getItem("tab");
  }
  function copies(place) { // [where, copy], the newest first
    return Object.keys(localStorage).filter(function (where) { return where.startsWith(place); })
      .map(function (where) { return [where, JSON.parse(localStorage.getItem(where))]; })
      .sort(function (one, other) { return other[1].at - one[1].at; });
  }
  function forget(found) { found.forEach(function (pair) { localStorage.removeItem(pair[0]); }); }
  function made(tag, text, after) {
    const element = document.createElement(tag);
    element.textContent = text;
    after.appendChild(element);
    return element;
  }

  // One form whose fields are kept.
  function Keeper(form) {
    const name = mine + form.getAttribute("data-keep") + "~", where = name + tab();
    const offline = form.getAttribute("data-offline") || GONE;
    const pause = Number(form.getAttribute("data-draft")), adding = form.hasAttribute("data-half");
    const half = JSON.parse(form.getAttribute("data-half") || "{}");
    const button = ["button.main", "button:not(.small)", "button"].map(function (kind) {
      return form.querySelector(kind);
    }).find(Boolean);
    const status = document.createElement("span");
    let timer = null, sending = null, unsent = false, pressed = false;
    let base = all(was), loose = false; // what is stored; loose: nowhere but on this page
    status.className = "kept quiet";
    status.setAttribute("role", "status");
    button.after(status);

    function say(text, wrong) {
      if (status.textContent !== text) status.textContent = text;
      status.className = wrong ? "kept error-text" : "kept quiet";
    }
    function field(name) { return form.querySelector('input[type=hidden][name="' + name + '"]'); }
    function hidden(name) { return field(name) ? field(name).value : ""; }
    function put(name, value) { // also where another form of the page shows the same version
      const was = hidden(name);
      if (!field(name)) Object.assign(form.appendChild(document.createElement("input")), { type: "hidden", name: name });
      document.querySelectorAll('input[type=hidden][name="' + name + '"]').forEach(function (other) {
        if (other.form === form || was && other.value === was) other.value = value;
      });
    }
    function version() { return adding ? "" : hidden("seen"); }
    function each(act) { // every field, by its name and its place among those of the same name
      const met = {};
      Array.prototype.forEach.call(form.elements, function (e) {
        if (!e.name || ["hidden", "submit", "button", "file", "password"].includes(e.type)) return;
        met[e.name] = (met[e.name] || 0) + 1;
        act(e, e.name + "#" + met[e.name]);
      });
    }
    function is(e) { return e.type === "checkbox" || e.type === "radio" ? e.checked : e.value; }
    function was(e) {
      if (e.type === "checkbox" || e.type === "radio") return e.defaultChecked;
      if (!e.options) return e.defaultValue;
      const given = Array.prototype.find.call(e.options, function (o) { return o.defaultSelected; });
      return (given || e.options[0] || e).value;
    }
    function all(of) {
      const found = {};
      each(function (e, key) { found[key] = of(e); });
      return found;
    }
    function differ(typed) { // the fields that are now something else
      const found = [];
      each(function (e, key) { if (key in typed && typed[key] !== is(e)) found.push([e, typed[key]]); });
      return found;
    }
    function keep() {
      if (!loose && !differ(base).length) { forget(copies(where)); return; }
      const copy = { typed: all(is), version: version(), at: Date.now(), once: pressed ? hidden("once") : "" };
      if (adding) Object.assign(copy, { key: hidden("key"), line: hidden("line"), seen: hidden("seen") });
      try { localStorage.setItem(where, JSON.stringify(copy)); } catch (full) { /* then only the page holds it */ }
    }
    function typing() {
      unsent = loose || differ(base).length > 0;
      keep();
      clearTimeout(timer);
      if (!unsent) return;
      if (navigator.onLine) say("草稿已存 " + time(Date.now()) + "（在本机上）"); else say(offline, true);
      if (pause) timer = setTimeout(send, pause);
    }
    function send(leaving) {
      if (!pause || pressed || !unsent) return Promise.resolve();
      if (sending && leaving !== true) return sending.then(send);
      const sent = all(is);
      unsent = false;
      sending = fetch(form.getAttribute("action") || location.href, {
        method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, redirect: "error",
        keepalive: leaving === true
      }).then(function (answer) {
        return answer.json().then(function (said) { said.ok = answer.ok; return said; });
      }).then(function (said) {
        Object.entries(said.now || {}).forEach(function (pair) { put(pair[0], pair[1]); });
        if (said.ok) {
          if (said.now) { base = sent; loose = false; }
          keep();
          if (said.now) say("草稿已存 " + time(Date.now())); else if (said.message) say(said.message);
        } else { unsent = true; say(said.message, true); }
        form.dispatchEvent(new CustomEvent("kept", { detail: said }));
      }).catch(function () {
        unsent = true;
        say(offline, true);
      }).then(function () { sending = null; });
      return sending;
    }
    function restore(copy) {
      differ(copy.typed).forEach(function (pair) {
        if (typeof pair[1] === "boolean") pair[0].checked = pair[1]; else pair[0].value = pair[1];
      });
      if (adding) ["key", "line", "seen"].forEach(function (name) { if (copy[name]) put(name, copy[name]); });
      for (let box = form.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      typing();
      say("已恢复上次没有存上的内容，请核对", true);
      form.dispatchEvent(new CustomEvent("kept", { detail: {} }));
    }
    function beside(pair) { // what was typed on another version of the page is shown, and put in only when asked
      const box = document.createElement("div"), list = document.createElement("dl");
      box.className = "notice";
      made("p", "这份材料在您填写以后改过，或者另一个窗口也在填。您" + time(pair[1].at) + "填的还在：", box);
      box.appendChild(list).className = "facts";
      differ(pair[1].typed).forEach(function (one) {
        const label = one[0].labels && one[0].labels[0];
        made("dt", label ? label.textContent.trim().split("　")[0] : one[0].getAttribute("aria-label") || "", list);
        made("dd", one[1] === true ? "勾选" : one[1] === false ? "不勾选" : one[1] || "（空）", list);
      });
      [["用我填的", function () { restore(pair[1]); }], ["不要了", function () {}]].forEach(function (choice) {
        Object.assign(made("button", choice[0], box), { type: "button", className: "small" }).addEventListener("click",
          function () { forget([pair]); choice[1](); box.remove(); });
      });
      form.prepend(box);
    }
    function begin() {
      const posted = document.body.hasAttribute("data-posted"), found = copies(name), first = found[0];
      found.slice(1).forEach(beside);
      if (first) {
        const copy = first[1], known = half[copy.key];
        if (known && !copy.line) Object.assign(copy, { line: known.line, seen: known.seen });
        const same = !differ(copy.typed).length, stored = known && Object.entries(copy.typed).every(function (one) {
          return (one[1] === true ? "on" : one[1] || "") === (known.typed[one[0].split("#")[0]] || "");
        });
        if (stored || same && !posted) forget([first]);
        else if (same) { forget([first]); loose = true; keep(); }
        else if (copy.version === version() && (known || !copy.line)) { forget([first]); restore(copy); }
        else beside(first);
      } else if (differ(base).length) typing(); // typed before this script came
    }
    form.addEventListener("input", typing);
    form.addEventListener("submit", function (event) {
      if (!navigator.onLine) { event.preventDefault(); say(offline, true); return; }
      if (sending) { // what is on its way comes first, so that the press is of what it has made
        event.preventDefault();
        sending.then(function () { form.requestSubmit(event.submitter); });
        return;
      }
      clearTimeout(timer);
      pressed = true;
      keep();
    });
    window.addEventListener("online", function () { if (pause) send(); else if (unsent) say("网通了，可以提交了"); });
    window.addEventListener("offline", function () { if (unsent) say(offline, true); });
    window.addEventListener("pagehide", function () { send(true); });
    window.addEventListener("storage", function (event) { // another tab has taken the copy over: this one is open still
      if (event.key === where && event.newValue === null && unsent && !localStorage.getItem(out)) keep();
    });
    begin();
    return { send: send };
  }

  localStorage.removeItem(out);
  const counted = (/(?:^|; )counted="?([^;"]*)/.exec(document.cookie) || ["", ""])[1].split("|");
  forget(copies("typed:").filter(function (pair) { return Date.now() - pair[1].at > 7 * 24 * 3600 * 1000; }));
  forget(copies(mine).filter(function (pair) { return pair[1].once && counted.includes(pair[1].once); }));
  document.querySelectorAll("form[data-keep]").forEach(function (form) {
    form.setAttribute("autocomplete", "off"); // or a step back fills in again what was sent already
    kept.push(Keeper(form));
  });
  document.querySelectorAll("form[data-forgets]").forEach(function (form) {
    const keys = form.getAttribute("data-forgets").split(" ");
    form.addEventListener("submit", function () {
      forget(copies(mine).filter(function (pair) { return pair[1].key && keys.includes(pair[1].key); }));
    });
  });
  document.querySelectorAll('form[action$="/sign-out/"]').forEach(function (form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      const late = new Promise(function (done) { setTimeout(done, 3000); });
      Promise.race([Promise.all(kept.map(function (keeper) { return keeper.send(); })), late]).then(function () {
        localStorage.setItem(out, "1");
        forget(copies(mine));
        form.submit();
      });
    });
  });
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
})();
