// The page of evidence: rows are found by text and by grade. Without scripts all rows are there.
(function () {
  var box = document.getElementById("number-filter");
  if (!box) return;
  var rows = Array.prototype.slice.call(document.querySelectorAll("table.numbers tbody tr"));
  var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
  var buttons = Array.prototype.slice.call(document.querySelectorAll("button.grade"));
  var count = document.getElementById("number-count");
  var chosen = "";
  function show() {
    var words = box.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
    rows.forEach(function (row, place) {
      var fits = (!chosen || row.dataset.grade === chosen) &&
        words.every(function (word) { return texts[place].indexOf(word) >= 0; });
      row.hidden = !fits;
      shown += fits;
    });
    document.querySelectorAll("table.numbers").forEach(function (table) {
      var empty = !table.querySelector("tbody tr:not([hidden])");
      var holder = table.closest(".md-typeset__scrollwrap") || table;
      holder.hidden = empty;
      var heading = holder.previousElementSibling;
      if (heading && heading.tagName === "H3") heading.hidden = empty;
    });
    count.textContent = shown === rows.length ? rows.length + " numbers" : shown + " of " + rows.length;
  }
  buttons.forEach(function (button) {
    button.addEventListener("click", function () {
      chosen = chosen === button.dataset.grade ? "" : button.dataset.grade;
      buttons.forEach(function (other) { other.setAttribute("aria-pressed", String(other.dataset.grade === chosen)); });
      show();
    });
    button.setAttribute("aria-pressed", "false");
  });
  box.addEventListener("input", show);
  show();
})();
