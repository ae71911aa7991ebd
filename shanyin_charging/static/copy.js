// Buttons that copy a text of the page by one press; without script they stay hidden and the text can be selected.
(function () {
  "use strict";

  function copy(text) { // not by navigator.clipboard: it is not there without TLS
    var field = document.createElement("textarea");
    field.value = text;
    document.body.appendChild(field);
    field.select();
    var done = document.execCommand("copy");
    field.remove();
    return done;
  }

  document.querySelectorAll("button[data-copies]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var source = document.getElementById(button.dataset.copies);
      button.textContent = copy(source.value) ? "已复制，粘贴到工作群即可" : "没有复制成功，请展开下面的文字手工复制";
    });
  });
}());
