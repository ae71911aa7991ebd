// The month's form while a line is typed: only what is asked for shows, and what is wrong is told at once.
(function () {
  "use strict";
  const form = document.getElementById("form"), touched = {};
  let errors = {};

  function fields() {
    return Array.prototype.filter.call(form.elements, function (e) {
      return e.name && e.type !== "hidden" && e.type !== "submit";
    });
  }
  function showNewSite() { // what describes a new site is asked for a new site only
    const site = form.elements.site;
    if (!site || !form.elements.site_name) return;
    ["site_name", "site_kind", "village", "at_seat"].forEach(function (name) {
      form.elements[name].closest(".field").hidden = site.value !== "new" && site.value !== "";
    });
  }
  function showErrors() {
    fields().forEach(function (e) {
      const box = e.closest(".field"), old = box && box.querySelector("[data-live]");
      if (old) old.remove();
      if (!box || !touched[e.name] || e === document.activeElement || !errors[e.name]) return;
      if (box.querySelector(".error, .doubt")) return;
      const p = document.createElement("p");
      p.className = "error"; p.setAttribute("data-live", ""); p.textContent = errors[e.name][0];
      box.insertBefore(p, box.querySelector(".hint"));
    });
  }
  form.addEventListener("kept", function (event) {
    errors = event.detail.errors || {};
    showNewSite();
    showErrors();
    if (errors.explanation && !form.elements.explanation) // its field is there only once the server has asked for it
      form.querySelector(".kept").textContent += "　▲ 核实：" + errors.explanation[0];
  });
  form.addEventListener("input", function (event) { touched[event.target.name] = true; showNewSite(); });
  form.addEventListener("focusout", function () { setTimeout(showErrors); });
  showNewSite();
})();
