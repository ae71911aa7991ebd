// One picture: the keys ← and → lead to the one before and the next.
(function () {
  "use strict";
  const WAYS = { ArrowLeft: "prev", ArrowRight: "next" };
  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const way = WAYS[event.key] && document.querySelector('a[rel="' + WAYS[event.key] + '"]');
    if (way) location.href = way.href;
  });
})();
