/* Keeps what is typed into the month's form: on the server while it answers, in this browser while it does not.
   The form works without it; then a line is kept when its button is pressed. */
(function () {
  "use strict";
  var form = document.getElementById("form");
  if (!form || !window.fetch || !form.hasAttribute("data-keep")) return;
  var status = document.getElementById("kept"), touched = {}, timer = null, sending = false, again = false, leaving = false;
  var place = "draft:" + form.getAttribute("data-keep"), editing = form.getAttribute("data-editing");

  function fields() {
    return Array.prototype.filter.call(form.elements, function (e) {
      return e.name && e.type !== "hidden" && e.type !== "submit";
    });
  }
  function say(text, wrong) { status.textContent = text; status.className = wrong ? "error-text" : "quiet"; }
  function time() { return new Date().toTimeString().slice(0, 5); }
  function hidden(name, value) {
    var input = form.querySelector('input[name="' + name + '"]');
    if (value === undefined) return input ? input.value : "";
    if (!input) {
      input = document.createElement("input");
      input.type = "hidden"; input.name = name; form.appendChild(input);
    }
    input.value = value;
  }
  function keepHere() {
    var typed = { editing: editing, line: hidden("line"), seen: hidden("seen") };
    fields().forEach(function (e) { typed[e.name] = e.type === "checkbox" ? e.checked : e.value; });
    try { localStorage.setItem(place, JSON.stringify(typed)); } catch (full) { /* then only the page holds it */ }
  }
  function forget() { try { localStorage.removeItem(place); } catch (none) { /* nothing was kept */ } }
  function doubt(errors) { // its field is there only once the server has asked for it
    return errors && errors.explanation && !form.elements.explanation ? "　▲ 核实：" + errors.explanation[0] : "";
  }
  function showErrors(errors) {
    fields().forEach(function (e) {
      var box = e.closest(".field"), old = box && box.querySelector("[data-live]");
      if (old) old.remove();
      if (!box || !touched[e.name] || e === document.activeElement || !errors[e.name]) return;
      if (box.querySelector(".error, .doubt")) return;
      var p = document.createElement("p");
      p.className = "error"; p.setAttribute("data-live", ""); p.textContent = errors[e.name][0];
      box.insertBefore(p, box.querySelector(".hint"));
    });
  }
  function send() {
    if (leaving) return;
    if (sending) { again = true; return; }
    sending = true;
    var data = new FormData(form);
    fetch(form.getAttribute("action") || location.pathname, {
      method: "POST", body: data, headers: { "X-Autosave": "1" }, credentials: "same-origin", redirect: "error"
    }).then(function (answer) {
      return answer.json().then(function (said) { said.ok = answer.ok; return said; });
    }).then(function (said) {
      if (said.line) { hidden("line", said.line); hidden("seen", said.seen); }
      if (said.ok) { forget(); if (said.line) say("草稿已存 " + time() + doubt(said.errors)); showErrors(said.errors || {}); }
      else { keepHere(); say(said.message, true); }
    }).catch(function () {
      keepHere(); say("连不上服务器：填的内容先存在这台电脑上，连上后会自动续存", true);
    }).then(function () { sending = false; if (again) { again = false; later(); } });
  }
  function showNewSite() { // what describes a new site is asked for a new site only
    var site = form.elements.site;
    if (!site || !form.elements.site_name) return;
    ["site_name", "site_kind", "village", "at_seat"].forEach(function (name) {
      form.elements[name].closest(".field").hidden = site.value !== "new" && site.value !== "";
    });
  }
  function later() { clearTimeout(timer); timer = setTimeout(send, 1200); }

  if (document.querySelector(".message.success, .summary")) forget(); // the server has it
  try {
    var kept = JSON.parse(localStorage.getItem(place));
    if (kept && kept.editing === editing) {
      if (kept.line) { hidden("line", kept.line); hidden("seen", kept.seen); }
      fields().forEach(function (e) {
        if (!(e.name in kept)) return;
        if (e.type === "checkbox") e.checked = kept[e.name]; else e.value = kept[e.name];
      });
      say("已恢复上次没有存上的内容，请核对", true);
      later();
    }
  } catch (broken) { forget(); }
  showNewSite();
  // What was typed before this script came is kept too.
  if (fields().some(function (e) { return "defaultValue" in e && e.type !== "checkbox" && e.value !== e.defaultValue; })) later();
  form.addEventListener("input", function (e) { touched[e.target.name] = true; showNewSite(); later(); });
  form.addEventListener("focusout", function (e) { if (e.target.name) later(); });
  form.addEventListener("submit", function () { leaving = true; clearTimeout(timer); });
  window.addEventListener("online", later);
})();
