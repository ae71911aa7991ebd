/* What every page does by itself: prints, waits for an answer, shows what is open of what has no room, and lets a
   wide table be reached by the keyboard.
   Without it the browser's own print works, and the office's key refuses a second press. */
(function () {
  "use strict";
  var BUSY = "正在处理…", ASKED = "#print", PATIENCE = 8000; // a file has come by then

  // Printing. A list of several pages is opened whole first; the foot of each sheet says what it is and from when.
  var button = document.getElementById("print"), whole = document.getElementById("whole");
  function print() { if (whole) location.href = whole.href.split("#")[0] + ASKED; else window.print(); }
  if (button) {
    button.hidden = false;
    button.addEventListener("click", print);
  }
  function folded(open) { // what is folded is read on paper too, but no form is filled in there
    document.querySelectorAll(open ? "main details:not([open])" : "details[data-unfolded]").forEach(function (part) {
      if (open && part.querySelector("form") && !part.querySelector("table")) return;
      part.open = open;
      part.toggleAttribute("data-unfolded", open);
    });
  }
  window.addEventListener("beforeprint", function () { folded(true); });
  window.addEventListener("afterprint", function () { folded(false); });
  function quoted(text) { return '"' + text.replace(/["\\\s]+/g, " ").trim() + '"'; }
  function stampSheets() { // before Chromium 131 there are no boxes in the margin: the foot then ends the last sheet
    var source = document.getElementById("source"), sheet = document.getElementById("sheets").sheet;
    var place = sheet.insertRule("@page { @bottom-left { content: " + quoted(source.textContent) + " } }", 0);
    if (/bottom-left/.test(sheet.cssRules[place].cssText)) document.documentElement.classList.add("stamped");
  }
  window.addEventListener("load", function () { // the style for print comes late
    try { stampSheets(); } catch (unknown) { /* the foot stands at the end */ }
    if (location.hash !== ASKED) return;
    history.replaceState(null, "", location.pathname + location.search); // once
    window.print();
  });

  // What has been sent cannot be sent again while it is worked on; coming back to the page frees it.
  document.addEventListener("submit", function (event) {
    var pressed = event.submitter || event.target.querySelector("button");
    if (event.defaultPrevented || !pressed) return;
    setTimeout(function () { // when the form has been read
      Array.prototype.forEach.call(event.target.elements, function (e) {
        if (e.type === "submit") e.disabled = true;
      });
      pressed.dataset.said = pressed.textContent;
      pressed.textContent = BUSY;
      if (event.target.method === "get") setTimeout(free, PATIENCE, pressed); // what only asks may end in a file
    });
  });
  document.addEventListener("click", function (event) { // a file comes without a new page
    var link = event.target.closest("a[data-slow]");
    if (!link) return;
    if (link.dataset.said) { event.preventDefault(); return; }
    link.dataset.said = link.textContent;
    link.textContent = "正在生成…";
    setTimeout(free, PATIENCE, link);
  });
  function free(pressed) {
    if (!pressed.dataset.said) return;
    pressed.textContent = pressed.dataset.said;
    delete pressed.dataset.said;
    Array.prototype.forEach.call(pressed.form ? pressed.form.elements : [], function (e) {
      if (e.type === "submit") e.disabled = false;
    });
  }
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) document.querySelectorAll("[data-said]").forEach(free);
  });

  // Where a phone has no room for all, the tab that is open and the latest months are in sight.
  document.querySelectorAll(".subnav [aria-current]").forEach(function (tab) {
    var strip = tab.parentElement, side = (strip.clientWidth - tab.offsetWidth) / 2;
    strip.scrollLeft = tab.getBoundingClientRect().left - strip.getBoundingClientRect().left - side;
  });
  document.querySelectorAll(".scroll > .columns-chart").forEach(function (chart) {
    chart.parentElement.scrollLeft = chart.parentElement.scrollWidth;
  });

  // On a phone a row is a card, on which what a row has not is left out.
  document.querySelectorAll(".cards td").forEach(function (cell) {
    cell.classList.toggle("nothing", cell.textContent.trim() === "—");
  });

  // A frame that scrolls can be reached by the keyboard, and says what it holds.
  function title(frame) {
    var caption = frame.querySelector("caption"), section = frame.closest("section, .panel");
    var head = caption || (section && section.querySelector("h2, h3")) || document.querySelector("h1");
    return (head ? head.textContent.replace(/\s+/g, " ").trim() : "") + "（可左右滚动）";
  }
  function frames() {
    document.querySelectorAll(".scroll, .long-list, .reading").forEach(function (frame) {
      var moves = frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight;
      frame.classList.toggle("still", !moves); // then the head of its table can stay in sight
      if (!moves || frame.tabIndex === 0) return;
      frame.tabIndex = 0;
      if (frame.tagName !== "UL") frame.setAttribute("role", "group");
      frame.setAttribute("aria-label", title(frame));
    });
  }
  frames();
  window.addEventListener("resize", frames);
}());
