// Files of a form are shown as they are chosen and sent one by one, with how far each is; a connection that is lost
// is waited for. Without this script the form sends them all in one press.
(function () {
  "use strict";
  const GONE = "网断了，连上后接着传", AGAIN = 4000, PATIENCE = 180000;
  const LEFT = "没有传上：登录可能已过期，请刷新页面、重新登录后再传";
  const BUSY = "没有传上，过一会儿自动再传";

  function made(tag, text, into) {
    const element = into.appendChild(document.createElement(tag));
    element.textContent = text;
    return element;
  }
  function draw(file, into) { // what a browser cannot show, a phone's HEIC, is sent all the same
    if (!window.createImageBitmap) return;
    createImageBitmap(file, { resizeHeight: 120 }).then(function (picture) {
      const canvas = into.insertBefore(document.createElement("canvas"), into.firstChild);
      canvas.width = picture.width;
      canvas.height = picture.height;
      canvas.getContext("2d").drawImage(picture, 0, 0);
    }).catch(function () {});
  }
  function renew() { // what the page shows of the files, as the server has it now
    const parts = document.querySelectorAll("[data-renewed]");
    return fetch(location.pathname + location.search).then(function (answer) { return answer.text(); }).then(function (text) {
      const page = new DOMParser().parseFromString(text, "text/html");
      parts.forEach(function (part) {
        const now = page.getElementById(part.id);
        if (now) part.replaceWith(document.importNode(now, true));
      });
    }).catch(function () { /* it is seen with the next page */ });
  }
  function seen(was, now) { // the other forms of the page show what was seen, with these files
    document.querySelectorAll('input[type=hidden][name="seen"]').forEach(function (input) {
      if (input.value === was) input.value = now;
    });
  }

  function Sender(form) {
    const input = form.querySelector("input[type=file]"), button = form.querySelector("button");
    const list = document.createElement("ol"), status = document.createElement("p");
    const files = []; // each with its file, its row, and whether it is done with
    let busy = false, timer = null;
    list.className = "sending";
    status.className = "quiet";
    status.setAttribute("role", "status");
    input.required = false; // what was chosen before is in the list
    input.closest(".fields").after(list, status);

    function left() { return files.filter(function (one) { return !one.done; }); }
    function say(one, text, wrong) {
      one.said.textContent = text;
      one.said.className = wrong ? "error-text" : "quiet";
    }
    function choose() {
      Array.prototype.forEach.call(input.files, function (file) {
        const known = files.some(function (one) {
          return one.file.name === file.name && one.file.size === file.size && one.file.lastModified === file.lastModified;
        });
        if (known) return;
        const row = list.appendChild(document.createElement("li"));
        draw(file, row);
        made("span", file.name, row);
        files.push({ file: file, row: row, said: made("span", "待上传", row), done: false });
      });
      input.value = "";
      count();
    }
    function count() {
      const waiting = left().length;
      status.textContent = !files.length ? "" : waiting
        ? "共" + files.length + "个，已传" + (files.length - waiting) + "个" : "传完了";
      button.disabled = busy;
    }
    function later(one, text) {
      say(one, text, true);
      busy = false;
      count();
      clearTimeout(timer);
      timer = setTimeout(next, AGAIN);
    }
    function settle(one, text, wrong) {
      say(one, text, wrong);
      one.done = true;
      busy = false;
      next();
    }
    function answered(one, request) {
      let told = null;
      if (request.status >= 500 || request.status === 0) { later(one, BUSY); return; }
      try { told = JSON.parse(request.responseText); } catch (page) { settle(one, LEFT, true); return; }
      if (told.message || told.refused.length) { settle(one, told.message || told.refused[0], true); return; }
      seen(told.seen[0], told.seen[1]);
      one.kept = told.kept[0].name;
      settle(one, "已上传");
    }
    function next() {
      const one = left()[0];
      clearTimeout(timer);
      if (busy) return;
      if (!one) { finish(); return; }
      if (!navigator.onLine) { later(one, GONE); return; }
      busy = true;
      count();
      const request = new XMLHttpRequest(), body = new FormData(form);
      body.set("file", one.file, one.file.name);
      request.upload.addEventListener("progress", function (event) {
        say(one, event.loaded < event.total ? "正在传 " + Math.round(100 * event.loaded / event.total) + "%" : "正在收下…");
      });
      request.addEventListener("load", function () { answered(one, request); });
      request.addEventListener("error", function () { later(one, GONE); });
      request.addEventListener("timeout", function () { later(one, GONE); });
      request.open("POST", form.action);
      request.timeout = PATIENCE;
      request.setRequestHeader("X-Autosave", "1");
      request.send(body);
    }
    function finish() {
      const note = form.elements.note, kept = files.filter(function (one) { return one.kept; });
      count();
      if (kept.length) status.textContent = "已上传 " + kept.map(function (one) { return one.kept; }).join("、");
      kept.forEach(function (one) { one.row.remove(); }); // it stands with the others now
      if (note && note.value) {
        note.value = "";
        note.dispatchEvent(new Event("input", { bubbles: true }));
      }
      form.querySelectorAll(".kept").forEach(function (told) { told.textContent = ""; }); // of typing.js: it is sent
      renew();
    }
    input.addEventListener("change", choose);
    form.addEventListener("submit", function (event) {
      if (!left().length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      next();
    }, true);
    window.addEventListener("online", function () { if (left().length && timer) next(); });
    window.addEventListener("beforeunload", function (event) { if (left().length && (busy || timer)) event.preventDefault(); });
    if (input.files.length) choose();
  }
  document.querySelectorAll("form[data-sends]").forEach(Sender);
})();
